import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { keyFields } from '../nodes/OpenPgp/keys/keyFields';
import { accessToken } from '../nodes/Tesouro/api/accessToken';
import { authenticate } from '../nodes/Tesouro/api/authenticate';
import type { TesouroCredential } from '../nodes/Tesouro/api/credential';
import { tesouro } from '../nodes/Tesouro/facts';
import { signingFields } from '../nodes/Tesouro/notifications/signingFields';

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
			description: 'Address of the API, without /graphql',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			hint: 'To request, look up and download reports, and to subscribe to notifications',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		...keyFields,
		...signingFields,
		{
			displayName: 'Additional File Hosts',
			name: 'additionalFileHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. files.example.com',
			description:
				'Report files are fetched from tesouro.com and its subdomains, or from the custom base URL. Add other hosts, separated by commas, if Tesouro puts files elsewhere; with the port if it is not the usual one. Plain http is allowed for entries that start with http://.',
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

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials as unknown as TesouroCredential, request);
}
