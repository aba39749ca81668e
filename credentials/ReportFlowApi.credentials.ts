import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate } from '../nodes/ReportFlow/api/authenticate';
import type { ReportFlowCredential } from '../nodes/ReportFlow/api/credential';
import { reportFlow } from '../nodes/ReportFlow/facts';
import { rateFields } from '../nodes/ReportFlow/api/rateFields';
import { triggerTokenFields } from '../nodes/shared/deliveries/triggerTokenFields';

/** Masked like the secret that it is; the single host has no other. */
const appKeyField: INodeProperties = {
	displayName: 'Application Key',
	name: 'appKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	hint: 'To generate and download PDFs, and confirm deliveries with the API',
};

const custom = {
	name: 'Custom',
	value: 'custom',
	description: 'Another address, for example a local sandbox',
};

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
					description: 'Older workspaces, each with its own address',
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
			default: '',
			placeholder: 'e.g. ws_abc123',
			description: `The part before .${reportFlow.workspaceDomain} in the address of the workspace`,
			displayOptions: { show: { generation: ['workspace'], environment: ['production'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com/v1',
			description: 'Address of the API, with /v1',
			displayOptions: { show: { environment: ['custom'] } },
		},
		appKeyField,
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { generation: ['workspace'] } },
		},
		...triggerTokenFields('the webhook URL in ReportFlow, as its last part'),
		...rateFields,
	];

	/** For n8n's own requests with this credential: the credential test and the HTTP Request node. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials as unknown as ReportFlowCredential, request);
}
