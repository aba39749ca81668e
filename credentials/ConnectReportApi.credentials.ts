import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate } from '../nodes/ConnectReport/api/authenticate';
import { triggerTokenFields } from '../nodes/shared/deliveries/triggerTokenFields';
import { pathFields } from '../nodes/ConnectReport/api/pathFields';
import type { ConnectReportCredential } from '../nodes/ConnectReport/api/credential';

export class ConnectReportApi implements ICredentialType {
	name = 'connectReportApi';

	displayName = 'ConnectReport API';

	icon: Icon = {
		light: 'file:../nodes/ConnectReport/connectReport.svg',
		dark: 'file:../nodes/ConnectReport/connectReport.dark.svg',
	};

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/connectreport.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Server Address',
			name: 'serverUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://reports.example.com:4700',
			description:
				'The address that your browser shows when you open ConnectReport, with the port and, if there is one, the path. The API key is sent only to this server.',
		},
		{
			displayName: 'Allow Plain HTTP',
			name: 'allowHttp',
			type: 'boolean',
			default: false,
			description:
				'Whether the address may start with http://. The API key and the reports are then sent unencrypted: only for trusted networks.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'An access token from the management console of ConnectReport. It has the rights of its user: use a dedicated user with few rights.',
			hint: 'To export reports, run report tasks, and confirm deliveries with the API',
		},
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				"Only if n8n does not trust the server's certificate: paste the certificate of the authority that signed it, or the server's own if it is self-signed. As text (PEM), one below the other. Only these are then trusted.",
		},
		...triggerTokenFields('the Callback URL in ConnectReport, after ?token='),
		...pathFields,
	];

	/** For n8n's own requests with this credential: those of the HTTP Request node. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials as unknown as ConnectReportCredential, request);
}
