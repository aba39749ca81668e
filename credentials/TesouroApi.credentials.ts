import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { accessToken } from '../nodes/Tesouro/api/accessToken';
import type { TesouroCredential } from '../nodes/Tesouro/api/credential';
import { tesouro } from '../nodes/Tesouro/facts';

export class TesouroApi implements ICredentialType {
	name = 'tesouroApi';

	displayName = 'Tesouro API';

	icon: Icon = { light: 'file:../nodes/Tesouro/tesouro.svg', dark: 'file:../nodes/Tesouro/tesouro.dark.svg' };

	documentationUrl = 'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/tesouro.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: tesouro.hosts.production },
				{ name: 'Sandbox', value: 'sandbox', description: tesouro.hosts.sandbox },
				{ name: 'Custom', value: 'custom', description: 'Another address, for example a local sandbox' },
			],
			default: 'production',
			description: 'Each environment has its own client ID and secret',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description: 'Where the API lies, without /graphql',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
		},
		{
			displayName: 'Additional File Hosts',
			name: 'additionalFileHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. files.example.com',
			description:
				'Report files are fetched from tesouro.com and its subdomains only. Add other hosts by name, separated by commas, if Tesouro puts files elsewhere. Plain http is allowed for entries that begin with http://.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** For n8n's own requests with this credential: the credential test and the HTTP Request node. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return { accessToken: await accessToken(this, credentials as unknown as TesouroCredential) };
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ { production: "${tesouro.hosts.production}", sandbox: "${tesouro.hosts.sandbox}" }[$credentials.environment] ?? $credentials.baseUrl.trim().replace(/\\/+$/, "") }}`,
			url: tesouro.paths.graphql,
			method: 'POST',
			body: { query: '{ __typename }' },
			json: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					// n8n fails the test when the two are the same: here, when there is no such member.
					key: 'data.__typename',
					value: undefined,
					message:
						'What answers there is not the API of Tesouro, or it refuses this client. Check the environment and the base URL.',
				},
			},
		],
	};
}
