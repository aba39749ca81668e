import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { reportFlow } from '../nodes/ReportFlow/facts';
import { triggerTokenFields } from '../nodes/shared/deliveries/triggerTokenFields';
import { rateFields } from '../nodes/ReportFlow/api/rateFields';

const { oauth } = reportFlow;

/** The sign-in lies on another host than the API. */
const endpoint = (path: string) =>
	`={{ ($self["environment"] === "custom" ? $self["issuer"].trim().replace(/\\/+$/, "") : $self["environment"] === "staging" ? "${oauth.staging}" : "${oauth.production}") + "${path}" }}`;

/** The host of the API of the credential's environment. Empty for a base URL that cannot be read, which n8n refuses. */
const apiHost = `={{ $self["environment"] === "custom" ? $self["baseUrl"].trim().replace(/^https?:\\/\\//i, "").replace(/[\\/?#:].*$/, "") : $self["environment"] === "staging" ? "${new URL(reportFlow.hosts.staging).hostname}" : "${new URL(reportFlow.hosts.production).hostname}" }}`;

export class ReportFlowOAuth2Api implements ICredentialType {
	name = 'reportFlowOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'ReportFlow OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/ReportFlow/reportFlow.svg',
		dark: 'file:../nodes/ReportFlow/reportFlow.dark.svg',
	};

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/reportflow.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: reportFlow.hosts.production },
				{ name: 'Staging', value: 'staging', description: reportFlow.hosts.staging },
				{ name: 'Custom', value: 'custom', description: 'Another address, for example a local sandbox' },
			],
			default: 'production',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com/v1',
			description: 'Address of the API, with /v1',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Issuer',
			name: 'issuer',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/api/v1',
			description: 'Where people sign in: the address before /oauth/authorize and /oauth/token',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{ name: 'A Person Signs In', value: 'pkce', description: 'Authorization code with PKCE' },
				{ name: 'The Application Itself', value: 'clientCredentials', description: 'Client credentials' },
			],
			default: 'pkce',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			required: true,
			default: endpoint(oauth.signIn),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			typeOptions: { password: true },
			required: true,
			default: endpoint(oauth.token),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: oauth.scopes.join(' '),
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		// n8n itself signs with OAuth2 and asks no credential whether the address is right, so this is n8n's own way to say
		// where the token may go. It knows hosts alone, not their ports, and checks each address of a redirect.
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'hidden',
			default: apiHost,
		},
		...triggerTokenFields('the webhook URL in ReportFlow, as its last part'),
		...rateFields,
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.environment === "custom" ? $credentials.baseUrl.trim().replace(/\\/+$/, "") : $credentials.environment === "staging" ? "${reportFlow.hosts.staging}" : "${reportFlow.hosts.production}" }}`,
			url: reportFlow.paths.designs,
			method: 'GET',
			json: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					// n8n fails the test when the two are the same: here, when that member is missing.
					key: 'designs',
					value: undefined,
					message:
						'The server that answered is not the ReportFlow API. Check the environment and the base URL.',
				},
			},
		],
	};
}
