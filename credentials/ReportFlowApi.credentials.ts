import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { apiBaseUrl, type ReportFlowCredential } from '../nodes/ReportFlow/api/credential';
import { onlyTo } from '../nodes/ReportFlow/api/onlyTo';
import { reportFlow } from '../nodes/ReportFlow/facts';
import { rateFields } from '../nodes/ReportFlow/api/rateFields';
import { keyHeaders } from '../nodes/ReportFlow/api/transport';

/** Masked like the secret that it is; on the single host there is no other. */
const appKeyField: INodeProperties = {
	displayName: 'Application Key',
	name: 'appKey',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
};

const custom = {
	name: 'Custom',
	value: 'custom',
	description: 'Another address, for example a local sandbox',
};

/** An ID that no design has: whoever is told so has been let in. */
const unknownDesign = `${reportFlow.paths.designParameter}/00000000-0000-0000-0000-000000000000`;

const whenStatus = (value: number | undefined, message: string) => ({
	type: 'responseSuccessBody' as const,
	// n8n fails the test when the two are the same: for `undefined`, when there is no such member.
	properties: { key: 'statusCode', value, message },
});

export class ReportFlowApi implements ICredentialType {
	name = 'reportFlowApi';

	displayName = 'ReportFlow API';

	icon: Icon = {
		light: 'file:../nodes/ReportFlow/reportFlow.svg',
		dark: 'file:../nodes/ReportFlow/reportFlow.dark.svg',
	};

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/reportflow.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Kind of Key',
			name: 'generation',
			type: 'options',
			options: [
				{
					name: 'One Application Key',
					value: 'single',
					description: 'Workspaces since spring 2026: all use api.re-port-flow.com',
				},
				{
					name: 'Application Key and Secret Key',
					value: 'workspace',
					description: 'Older workspaces, each with an address of its own',
				},
			],
			default: 'single',
			description: 'ReportFlow shows the keys in the details of the workspace, under API Keys',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: reportFlow.hosts.production },
				{ name: 'Staging', value: 'staging', description: reportFlow.hosts.staging },
				custom,
			],
			default: 'production',
			description: 'Each environment has its own keys',
			displayOptions: { show: { generation: ['single'] } },
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Production',
					value: 'production',
					description: `https://&lt;workspace ID&gt;.${reportFlow.workspaceDomain}${reportFlow.basePath}`,
				},
				custom,
			],
			default: 'production',
			displayOptions: { show: { generation: ['workspace'] } },
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ws_abc123',
			description: `What stands before .${reportFlow.workspaceDomain} in the address of the workspace`,
			displayOptions: { show: { generation: ['workspace'], environment: ['production'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com/v1',
			description: 'Where the API lies, with /v1',
			displayOptions: { show: { environment: ['custom'] } },
		},
		appKeyField,
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { generation: ['workspace'] } },
		},
		...rateFields,
	];

	/** For n8n's own requests with this credential: the credential test and the HTTP Request node. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...onlyTo(apiBaseUrl(credentials as unknown as ReportFlowCredential), request),
		headers: { ...request.headers, ...keyHeaders(credentials as unknown as ReportFlowCredential) },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.environment === "custom" ? $credentials.baseUrl.trim().replace(/\\/+$/, "") : $credentials.generation === "workspace" ? "https://" + $credentials.workspaceId.trim() + ".${reportFlow.workspaceDomain}${reportFlow.basePath}" : $credentials.environment === "staging" ? "${reportFlow.hosts.staging}" : "${reportFlow.hosts.production}" }}`,
			url: unknownDesign,
			method: 'GET',
			json: true,
			// "No such design" is what a good key is told.
			ignoreHttpStatusErrors: true,
		},
		rules: [
			whenStatus(
				undefined,
				'What answers there is not the API of ReportFlow. Check the environment and the base URL.',
			),
			whenStatus(
				401,
				'ReportFlow does not accept these keys. Check them, and that they belong to this environment and workspace.',
			),
			whenStatus(403, 'ReportFlow does not allow these keys to read designs.'),
			whenStatus(
				412,
				'ReportFlow misses a key. A workspace with an address of its own wants both, the application key and the secret key.',
			),
			whenStatus(429, 'ReportFlow got too many requests. Try again in a minute.'),
			whenStatus(500, 'ReportFlow has a failure. Try again in a few minutes.'),
			whenStatus(502, 'ReportFlow cannot be reached. Try again in a few minutes.'),
			whenStatus(503, 'ReportFlow is not available. Try again in a few minutes.'),
			whenStatus(504, 'ReportFlow did not answer in time. Try again in a few minutes.'),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'message',
					value: `Cannot GET ${unknownDesign}`,
					message: 'The API of ReportFlow lies elsewhere on this host. The base URL ends with /v1.',
				},
			},
		],
	};
}
