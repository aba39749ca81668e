import type { ICredentialDataDecryptedObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ReportFlowApi } from '../../../credentials/ReportFlowApi.credentials';
import { ReportFlowOAuth2Api } from '../../../credentials/ReportFlowOAuth2Api.credentials';
import { ReportFlow } from '../../../nodes/ReportFlow/ReportFlow.node';
import {
	startHarness,
	type Harness,
	type NodeInput,
	type NodeResult,
} from '../../../tools/harness/harness.mts';
import {
	designIds,
	readPdf,
	startReportFlowSandbox,
	type Knobs,
	type ReportFlowSandbox,
	type ReportFlowSandboxOptions,
	type ReadPdf,
} from '../../../tools/sandbox/ReportFlow/sandbox.mts';

export interface PdfStage {
	harness: Harness;
	sandbox: ReportFlowSandbox;
	close(): Promise<void>;
}

/** n8n and a ReportFlow, with the credentials `new`, `old` and `oauth` in place. */
export async function startPdfStage(options: ReportFlowSandboxOptions = {}): Promise<PdfStage> {
	const sandbox = await startReportFlowSandbox(options);
	const harness = await startHarness({
		nodes: [ReportFlow],
		binaryMode: 'filesystemAtomic',
		credentialTypes: [ReportFlowApi, ReportFlowOAuth2Api],
	});
	harness.saveCredentials(credentialsFor(sandbox));
	return {
		harness,
		sandbox,
		async close() {
			await harness.stop();
			await sandbox.close();
		},
	};
}

/** Far above the published rates, so that tests do not wait; one test has its own. */
const rates = { syncPerMinute: 100_000, asyncPerMinute: 100_000 };

export function credentialsFor(sandbox: ReportFlowSandbox): Record<string, ICredentialDataDecryptedObject> {
	const { appKey, secretKey } = sandbox;
	return {
		new: { generation: 'single', environment: 'custom', baseUrl: sandbox.baseUrl.new, appKey, ...rates },
		old: {
			generation: 'workspace',
			environment: 'custom',
			baseUrl: sandbox.baseUrl.old,
			appKey,
			secretKey,
			...rates,
		},
		oauth: {
			environment: 'custom',
			baseUrl: sandbox.baseUrl.new,
			issuer: `${sandbox.url}/api/v1`,
			grantType: 'clientCredentials',
			accessTokenUrl: `${sandbox.url}/api/v1/oauth/token`,
			clientId: sandbox.clientId,
			clientSecret: sandbox.clientSecret,
			scope: 'openid designs:read pdf:generate',
			authentication: 'body',
			...rates,
		},
	};
}

export const invoiceParams = {
	customerName: 'Company A',
	invoiceNumber: 'INV-1',
	total: 50_000,
	dueDate: '2026-03-01',
	isPaid: false,
	billTo: { street: '1 Main Street', city: 'Tokyo' },
	lines: [{ description: 'Work', quantity: 2, unitPrice: 25_000 }],
};

/** What a user fills in for an invoice as JSON; the rest of the fields have their defaults. */
export const invoice = {
	designId: { __rl: true, mode: 'id', value: designIds.invoice },
	version: 'latest',
	fileName: 'invoice.pdf',
	parametersBy: 'json',
	parametersJson: JSON.stringify(invoiceParams),
};

/** The same for a workspace with a host of its own, which lists no designs. */
export const oldInvoice = { ...invoice, version: 'number', versionNumber: 3 };

export interface RunOptions extends Partial<Omit<NodeInput, 'parameters'>> {
	items?: INodeExecutionData[];
	credential?: 'new' | 'old' | 'oauth';
	mode?: 'webhook' | 'retry' | 'manual';
	signal?: AbortSignal;
}

/** Runs one operation over items. */
export async function runPdf(
	{ harness }: PdfStage,
	operation: string,
	parameters: object = {},
	{ items, credential = 'new', mode, signal, ...node }: RunOptions = {},
): Promise<NodeResult> {
	const isOAuth = credential === 'oauth';
	const name = isOAuth ? 'reportFlowOAuth2Api' : 'reportFlowApi';
	return await harness.runNode(
		{
			type: 'n8n-nodes-report-delivery.reportFlow',
			name: 'ReportFlow',
			credentials: { [name]: { id: credential, name: credential } },
			...node,
			parameters: {
				authentication: isOAuth ? 'oAuth2' : 'apiKey',
				resource: operation === 'getMany' || operation === 'getParameters' ? 'design' : 'pdf',
				operation,
				...parameters,
			} as INodeParameters,
		},
		items,
		{ ...(mode && { mode }), ...(signal && { signal }) },
	);
}

export const turn = ({ sandbox }: PdfStage, knobs: Partial<Knobs>) => sandbox.configure({ knobs });

/** What stands in the PDF of an item. */
export async function readItem({ harness }: PdfStage, item: INodeExecutionData): Promise<ReadPdf> {
	return await readPdf(await harness.readBinary(item.binary!.data!));
}

/** How often an address was asked for, by a part of its path. */
export const countRequests = ({ sandbox }: PdfStage, part: string) =>
	sandbox.requests.filter(({ path }) => path.includes(part)).length;
