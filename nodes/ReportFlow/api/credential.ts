import { readBaseUrl } from '../../shared/http/baseUrl';
import { RemedyError } from '../../shared/run/remedyError';
import { reportFlow } from '../facts';

export type Generation = 'workspace' | 'single';

interface Limits {
	/** Requests a minute that this n8n may send; the published rates unless told. */
	syncPerMinute?: number;
	asyncPerMinute?: number;
}

/** The fields of the ReportFlow credential. */
export interface ReportFlowCredential extends Limits {
	generation: Generation;
	environment: 'production' | 'staging' | 'custom';
	/** For 'workspace' in production. */
	workspaceId?: string;
	/** For 'custom'. */
	baseUrl?: string;
	/** Missing where an expression gave nothing. */
	appKey?: string;
	/** For 'workspace'. */
	secretKey?: string;
}

/** The fields of the ReportFlow OAuth2 credential. n8n itself keeps the tokens in it. */
export interface ReportFlowOAuth2Credential extends Limits {
	environment: 'production' | 'staging' | 'custom';
	baseUrl?: string;
	clientId?: string;
	oauthTokenData?: { access_token?: string };
}

/** Where the API lies, without a slash at the end. Throws a RemedyError. */
export function apiBaseUrl(credential: ReportFlowCredential | ReportFlowOAuth2Credential): string {
	if (credential.environment === 'custom') return customBaseUrl(credential.baseUrl ?? '');
	if (!('generation' in credential) || credential.generation !== 'workspace') {
		return credential.environment === 'staging' ? reportFlow.hosts.staging : reportFlow.hosts.production;
	}
	const workspaceId = credential.workspaceId?.trim() ?? '';
	if (!/^[A-Za-z0-9_-]{1,63}$/.test(workspaceId)) {
		throw new RemedyError(
			'The workspace ID of the ReportFlow credential cannot be used',
			`Fill in the part before .${reportFlow.workspaceDomain} in the address of your workspace, for example ws_abc123.`,
		);
	}
	return `https://${workspaceId}.${reportFlow.workspaceDomain}${reportFlow.basePath}`;
}

function customBaseUrl(baseUrl: string): string {
	return readBaseUrl(baseUrl, { provider: 'ReportFlow', secret: 'keys' });
}
