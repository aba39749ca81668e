import type { IAllExecuteFunctions, INode } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { apiBaseUrl, type ReportFlowOAuth2Credential } from './credential';
import { reportFlow } from '../facts';
import type { Access } from './sendInTurn';
import { identityOf, ratesOf } from './transport';

const NAME = 'reportFlowOAuth2Api';

/** Every n8n context that holds the node's credentials and n8n's own OAuth2. */
export interface OAuthContext {
	helpers: Pick<IAllExecuteFunctions['helpers'], 'httpRequest' | 'httpRequestWithAuthentication'>;
	getNode(): INode;
}

/**
 * The access token that n8n keeps in the credential. n8n's own helper is used to get and renew it alone: it would send
 * a generation again after 401 on its own, and passes on errors that contain the whole request.
 */
export async function oauthAccess(
	context: OAuthContext,
	read: () => Promise<ReportFlowOAuth2Credential>,
): Promise<Access> {
	const credential = await read();
	const baseUrl = apiBaseUrl(credential);
	const tokenOf = (saved: ReportFlowOAuth2Credential) => saved.oauthTokenData?.access_token ?? '';
	let used = '';
	/** Another execution may have renewed it meanwhile: what counts is the token that was refused. */
	const renew = async () => {
		if (tokenOf(await read()) === used) await touch(context, baseUrl);
		return tokenOf(await read()) !== used;
	};
	return {
		baseUrl,
		// n8n's ID of the credential: it was connected to one workspace.
		identity: identityOf(baseUrl, context.getNode().credentials?.[NAME]?.id ?? credential.clientId ?? ''),
		requestBytesAtMost: reportFlow.requestBytesAtMost.single,
		generation: 'single',
		perMinute: ratesOf(credential),
		renew,
		async headers() {
			if (tokenOf(await read()) === '') await renew();
			used = tokenOf(await read());
			if (used === '') {
				throw new RemedyError(
					'There is no access token for ReportFlow',
					'Open the ReportFlow OAuth2 credential and connect it; for client credentials, check the client ID and secret.',
					{ status: 401 },
				);
			}
			return { authorization: `Bearer ${used}` };
		},
	};
}

/** A request that costs nothing, for which n8n gets a token when there is none, and a new one when it has expired. */
async function touch(context: OAuthContext, baseUrl: string): Promise<void> {
	await context.helpers.httpRequestWithAuthentication
		.call(context as unknown as IAllExecuteFunctions, NAME, {
			method: 'GET',
			url: baseUrl + reportFlow.paths.designs,
			disableFollowRedirect: true,
			timeout: 10_000,
		})
		// Whether there is a token now is looked up in the credential; the error may hold the request with its secrets.
		.catch(() => undefined);
}
