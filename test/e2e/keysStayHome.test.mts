import { createServer } from 'node:http';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { listenLocally } from '../../tools/sandbox/listenLocally.mts';
import { startDecoy, type Decoy } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { apiData } from './connectReportNodes.mts';
import { outputOf } from './liveWorkflow.mts';
import { credentialData, startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { end, fileWebhook } from './workflow.mts';

// n8n's own HTTP Request node with each predefined credential of the package, and a link to a stranger: nothing arrives.

let stage: ReportFlowStage;
let tesouro: Sandbox;
let connectReport: ConnectReportSandbox;
let decoy: Decoy;
/** At the host and port of no API: sends everybody on to the decoy. */
let credentials: Record<string, { data: Record<string, unknown>; home: string | undefined }>;

beforeAll(async () => {
	[stage, tesouro, connectReport, decoy] = await Promise.all([
		startReportFlowStage(),
		startSandbox(),
		startConnectReportSandbox(),
		startDecoy(),
	]);
	const { sandbox } = stage;
	credentials = {
		tesouroApi: {
			data: {
				environment: 'custom',
				baseUrl: tesouro.url,
				clientId: tesouro.clientId,
				clientSecret: tesouro.clientSecret,
				signingSecret: 'a secret that Tesouro shared',
			},
			home: `${tesouro.url}/api/v1/notifications/subscriptions`,
		},
		connectReportApi: { data: apiData(connectReport), home: `${connectReport.url}/api/v1/reports` },
		reportFlowApi: {
			data: credentialData(sandbox, 'new'),
			home: `${sandbox.baseUrl.new}/file/designs`,
		},
		reportFlowOAuth2Api: {
			data: {
				environment: 'custom',
				baseUrl: sandbox.baseUrl.new,
				issuer: `${sandbox.url}/api/v1`,
				grantType: 'clientCredentials',
				clientId: sandbox.clientId,
				clientSecret: sandbox.clientSecret,
			},
			home: `${sandbox.baseUrl.new}/file/designs`,
		},
		openPgpKeyApi: {
			data: { privateKeys: 'a private key', passphrase: 'the passphrase of the private key' },
			home: undefined,
		},
	};
});
afterAll(async () => {
	await Promise.all([stage.close(), tesouro.close(), connectReport.close(), decoy.close()]);
});

async function request(type: string, url: string) {
	const name = `${type} at work`;
	const id = await stage.n8n.createCredential({ name, type, data: credentials[type]!.data });
	const node = {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: type },
		credentials: { [type]: { id, name } },
	};
	const workflow = await stage.publish([fileWebhook(), node, end]);
	expect((await fetch(workflow.url, { method: 'POST' })).status).toBe(200);
	const [execution] = await workflow.executions(1);
	return { execution, output: outputOf(execution, 'NoOp') };
}

/** The decoy under a name that is not the one of any API here: OAuth2 knows hosts, not their ports. */
const stranger = () => decoy.url.replace('127.0.0.1', 'localhost');
/** What arrived besides a bare request: the names of headers that only we send. */
const arrived = () => decoy.log.filter((line) => /authorization|appkey|secretkey|api-key/i.test(line));

describe.each(['tesouroApi', 'connectReportApi', 'reportFlowApi', 'reportFlowOAuth2Api'])('%s', (type) => {
	it('works at home', async () => {
		const { execution, output } = await request(type, credentials[type]!.home!);
		expect([execution!.status, output?.length]).toEqual(['success', 1]);
	});

	it('goes to no other host: the request is refused, and nothing arrives', async () => {
		decoy.log.length = 0;
		const { execution } = await request(type, `${stranger()}/files/1`);
		expect(execution!.status).toBe('error');
		expect(JSON.stringify(execution!.data)).toMatch(/go only to|Domain not allowed/);
		expect(decoy.log).toEqual([]);
	});
});

it.each(['tesouroApi', 'connectReportApi', 'reportFlowApi'])(
	'%s goes to no other port of its own host',
	async (type) => {
		decoy.log.length = 0;
		const { execution } = await request(type, `${decoy.url}/files/1`);
		expect(execution!.status).toBe('error');
		expect(decoy.log).toEqual([]);
	},
);

it.each(['tesouroApi', 'connectReportApi', 'reportFlowApi', 'reportFlowOAuth2Api'])(
	'%s is not taken along by a redirect',
	async (type) => {
		// Stands where the API is said to be, and sends everybody on.
		const server = createServer((asked, response) => {
			if (asked.url?.includes('/openid/connect/token')) {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ access_token: 'a token', expires_in: 3600 }));
			} else response.writeHead(302, { location: `${stranger()}/files/1` }).end();
		});
		const url = await listenLocally(server, 0);
		const { data } = credentials[type]!;
		const change = {
			...('serverUrl' in data && { serverUrl: url }),
			...('baseUrl' in data && { baseUrl: url }),
		};
		credentials[type] = { data: { ...data, ...change }, home: undefined };
		decoy.log.length = 0;
		await request(type, `${url}/somewhere`);
		credentials[type] = { data, home: undefined };
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		expect(arrived()).toEqual([]);
	},
);

it('openPgpKeyApi signs no request: none of it leaves n8n', async () => {
	decoy.log.length = 0;
	await request('openPgpKeyApi', `${stranger()}/files/1`);
	expect(arrived()).toEqual([]);
	expect(decoy.log.join()).not.toContain('passphrase');
});
