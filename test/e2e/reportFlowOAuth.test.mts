import { setTimeout as sleep } from 'node:timers/promises';
import { designIds } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { reportFlow } from './reportFlowNodes.mts';
import { findSecrets } from './secrets.mts';
import { signIn } from './signIn.mts';
import { end, fileWebhook } from './workflow.mts';

const TOKEN_SECONDS = 4;

let stage: ReportFlowStage;
beforeAll(
	async () => (stage = await startReportFlowStage({ sandbox: { tokenLifetimeSeconds: TOKEN_SECONDS } })),
);
afterAll(async () => await stage.close());

type GrantType = 'pkce' | 'clientCredentials';

async function createCredential(grantType: GrantType) {
	const { sandbox, n8n } = stage;
	const name = `ReportFlow OAuth2 (${grantType})`;
	const id = await n8n.createCredential({
		name,
		type: 'reportFlowOAuth2Api',
		data: {
			environment: 'custom',
			baseUrl: sandbox.baseUrl.new,
			issuer: `${sandbox.url}/api/v1`,
			grantType,
			clientId: sandbox.clientId,
			clientSecret: sandbox.clientSecret,
		},
	});
	return { reportFlowOAuth2Api: { id, name } };
}

async function post(url: string): Promise<void> {
	expect((await fetch(url, { method: 'POST' })).status).toBe(200);
}

describe.each<[GrantType, string]>([
	['pkce', 'a person who signed in'],
	['clientCredentials', 'the application itself'],
])('OAuth2 (%s)', (grantType, who) => {
	it(`generates for ${who}, also when the token has expired, and nothing twice`, async () => {
		const credentials = await createCredential(grantType);
		if (grantType === 'pkce') await signIn(stage.n8n, credentials.reportFlowOAuth2Api.id);
		const generate = reportFlow('Generate', credentials, {
			authentication: 'oAuth2',
			resource: 'pdf',
			operation: 'generate',
			designId: { __rl: true, mode: 'id', value: designIds.certificate },
			fileName: 'certificate',
			parametersBy: 'json',
			parametersJson: '{ "name": "Ada", "course": "Engines", "date": "2026-11-25" }',
		});
		const workflow = await stage.publish([fileWebhook(), generate, end]);
		const before = stage.sandbox.files().length;
		await post(workflow.url);
		expect(errorOf((await workflow.executions(1))[0])).toBeUndefined();
		// Until the token is worth nothing: ReportFlow says 401 then.
		await sleep(TOKEN_SECONDS * 1000);
		await post(workflow.url);
		const executions = await workflow.executions(2);
		for (const execution of executions) {
			expect(errorOf(execution)).toBeUndefined();
			expect(outputOf(execution, 'NoOp')).toMatchObject([
				{ binary: { data: { fileName: 'certificate.pdf', mimeType: 'application/pdf' } } },
			]);
		}
		expect(stage.sandbox.files().length - before).toBe(2);
		const generations = stage.sandbox.requests.filter(({ path }) => path.endsWith('/sync/single')).slice(-3);
		expect(generations.map(({ signIn: by }) => by)).not.toContain('appkey');
		expect(generations.filter(({ status }) => status < 300)).not.toEqual([]);
	});

	it('works in the HTTP Request node', async () => {
		const credentials = await createCredential(grantType);
		if (grantType === 'pkce') await signIn(stage.n8n, credentials.reportFlowOAuth2Api.id);
		const request = {
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url: `${stage.sandbox.baseUrl.new}/file/designs`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'reportFlowOAuth2Api',
			},
			credentials,
		};
		const workflow = await stage.publish([fileWebhook(), request, end]);
		await post(workflow.url);
		const [execution] = await workflow.executions(1);
		expect(outputOf(execution, 'NoOp')![0]!.json).toHaveProperty('designs');
	});
});

it('no client secret appears in the log, the database or the data of executions', async () => {
	expect(await findSecrets(stage, [['the client secret', stage.sandbox.clientSecret]])).toEqual([]);
});
