import { randomBytes } from 'node:crypto';
import { keyData } from '../../tools/sandbox/Tesouro/credentialData.mts';
import type { BrowserStage } from './browserStage.mts';
import type { CredentialIds } from './panels.mts';

/** What each credential holds when all of it is filled in that its provider gives. */
export const credentialData = ({ tesouro, connectReport, reportFlow, key }: Stand) => ({
	tesouroApi: {
		environment: 'custom',
		baseUrl: tesouro.url,
		clientId: tesouro.clientId,
		clientSecret: tesouro.clientSecret,
		...keyData(tesouro, key),
		signingSecret: tesouro.notificationSecrets[0]!.secret,
		signingKeyId: tesouro.notificationSecrets[0]!.keyId,
	},
	connectReportApi: {
		serverUrl: connectReport.url,
		apiKey: connectReport.apiKey,
		ca: connectReport.caCertificate ?? '',
		allowHttp: connectReport.url.startsWith('http:'),
		token: randomBytes(16).toString('hex'),
	},
	reportFlowApi: {
		generation: 'single',
		environment: 'custom',
		baseUrl: reportFlow.baseUrl.new,
		appKey: reportFlow.appKey,
		token: randomBytes(16).toString('hex'),
	},
	openPgpKeyApi: keyData(tesouro, key),
});

type Stand = Pick<BrowserStage, 'tesouro' | 'connectReport' | 'reportFlow' | 'key'>;

/** All of them, made by the API: for what is not about making them. */
export async function makeCredentials(stage: BrowserStage): Promise<CredentialIds> {
	const made = Object.entries(credentialData(stage)).map(async ([type, data]) => {
		const name = `${type} of the test`;
		return [type, { name, id: await stage.n8n.createCredential({ name, type, data }) }] as const;
	});
	return Object.fromEntries(await Promise.all(made));
}
