import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Execution, WorkflowJson } from '../../tools/host/n8nApi.mts';
import { startTogether } from '../../tools/host/startTogether.mts';
import { startDestinations, type Destinations } from '../../tools/sandbox/destinations/destinations.mts';
import { startSftp, type SftpServer } from '../../tools/sandbox/destinations/sftp.mts';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startReportFlowSandbox, type ReportFlowSandbox } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { readExample } from './connectReportExamples.mts';
import { connectMicrosoft } from './connectMicrosoft.mts';
import { apiData } from './connectReportNodes.mts';
import { startMailbox, type Mailbox } from './mailbox.mts';
import { runManually } from './manualRun.mts';
import { credentialData as reportFlowData, PATIENT_MS } from './reportFlowStage.mts';
import { credentialData, startStage, type Stage } from './stage.mts';

type Credential = { id: string; name: string };
type Changes = Record<string, Record<string, unknown>>;

/** A real n8n, all three providers, and all the places that the examples send reports to. */
export interface FlowStage extends Omit<Stage, 'credentials' | 'publish'> {
	connectReport: ConnectReportSandbox;
	reportFlow: ReportFlowSandbox;
	destinations: Destinations;
	mailbox: Mailbox;
	sftp: SftpServer;
	/** The folder that stands for a mounted file share: the only one that n8n's file nodes may use. */
	share: string;
	/** The token that deliveries of ConnectReport and ReportFlow must carry. */
	token: string;
	credentials: Record<string, Credential>;
	makeCredential(type: string, data: Record<string, unknown>): Promise<Credential>;
	/** Imports an example with all credentials chosen and `change`, by node, filled in. */
	importFlow(name: string, change?: Changes, chosen?: Record<string, Credential>): Promise<ImportedFlow>;
}

/** An example as it is in n8n. */
export interface ImportedFlow {
	id: string;
	/** Where its webhook listens. */
	url: string;
	publish(): Promise<void>;
	/** What "Execute workflow" does at this trigger. */
	run(trigger: string): Promise<Execution>;
}

const token = 'a-token-of-this-test-alone';

/** Starts everything. */
export async function startFlowStage(): Promise<FlowStage> {
	return await startTogether(async (folder, keep) => {
		const [connectReport, reportFlow] = [
			await keep(startConnectReportSandbox()),
			await keep(startReportFlowSandbox({ webhookTimeoutMs: PATIENT_MS })),
		];
		const destinations = await keep(startDestinations(folder));
		const [mailbox, sftp] = [await keep(startMailbox()), await keep(startSftp(folder))];
		const share = join(folder, 'share');
		await mkdir(share);
		const env = {
			N8N_DISABLED_MODULES: 'mcp-registry',
			N8N_RESTRICT_FILE_ACCESS_TO: share,
			...destinations.env,
		};
		const stage = await keep(startStage({ env }));
		const { n8n, sandbox, key } = stage;
		const makeCredential = async (type: string, data: Record<string, unknown>) => ({
			id: await n8n.createCredential({ name: type, type, data }),
			name: type,
		});
		const { id: clientId, secret: clientSecret } = destinations.microsoft.signIn.client;
		const drive = await makeCredential('microsoftOneDriveOAuth2Api', { clientId, clientSecret });
		await connectMicrosoft(n8n, drive.id, destinations.microsoft.signIn);
		const data = credentialData(sandbox, key);
		const credentials: FlowStage['credentials'] = {
			...stage.credentials,
			openPgpKeyApi: await makeCredential('openPgpKeyApi', data.openPgpKeyApi),
			connectReportApi: await makeCredential('connectReportApi', { ...apiData(connectReport), token }),
			reportFlowApi: await makeCredential('reportFlowApi', {
				...reportFlowData(reportFlow, 'new'),
				token,
			}),
			microsoftOneDriveOAuth2Api: drive,
			twilioApi: await makeCredential('twilioApi', destinations.twilio.credential),
			slackApi: await makeCredential('slackApi', destinations.slack.credential),
			smtp: await makeCredential('smtp', mailbox.credential),
			sftp: await makeCredential('sftp', { ...sftp.credential }),
			n8nApi: await makeCredential('n8nApi', { apiKey: n8n.apiKey, baseUrl: `${n8n.url}/api/v1` }),
		};
		return {
			...{ ...stage, connectReport, reportFlow, destinations, mailbox, sftp, share, token },
			...{ credentials, makeCredential },
			async importFlow(name, change = {}, chosen = {}) {
				const workflow = await readExample(name, { ...credentials, ...chosen }, change);
				const hook = workflow.nodes.find(({ webhookId }) => webhookId !== undefined);
				const url = `${n8n.url}/webhook/${String(hook?.['webhookId'])}/webhook`;
				const pasted = JSON.stringify(workflow).replaceAll('paste the Production URL here', url);
				const id = await n8n.createWorkflow(JSON.parse(pasted) as WorkflowJson);
				return {
					id,
					url,
					publish: async () => await n8n.publish(id),
					run: async (trigger) => await runManually(n8n, id, trigger),
				};
			},
		};
	});
}
