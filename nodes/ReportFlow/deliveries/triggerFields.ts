import type { INodeProperties } from 'n8n-workflow';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Paste the Production URL (under "Webhook URLs" above) into ReportFlow: Workspace Settings, tab Developer, field Webhook URL, then Update. It has to begin with https://. A workspace has one webhook URL.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Authenticity',
		name: 'authenticity',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: [],
		description:
			'How the trigger tells a delivery of ReportFlow from a forged one. ReportFlow signs nothing, so that the choice is yours. Several choices have to hold together.',
		options: [
			{
				name: 'Confirm with the ReportFlow API',
				value: 'api',
				description: 'Ask ReportFlow for the files, and trust its answer alone',
			},
			{
				name: 'None (Accept Everything)',
				value: 'none',
				description: 'Anybody who knows the URL can start this workflow',
			},
			{
				name: 'Source Address',
				value: 'address',
				description: 'Accept only what comes from addresses that you list',
			},
			{
				name: 'Token in a Header',
				value: 'header',
				description: 'For a gateway in front of n8n that sets the header: ReportFlow itself cannot',
			},
			{
				name: 'Token in the Path',
				value: 'path',
				description: 'The last part of the webhook URL is a secret',
			},
		],
	},
	{
		displayName:
			'Anybody who learns the URL can start this workflow, with any content. Choose this for tests only, or behind a gateway that checks deliveries itself.',
		name: 'noneNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['none'] } },
	},
	{
		displayName:
			'The webhook URL now ends with /:token. Replace :token by the token of your credential where you paste the URL into ReportFlow. Proxies may write paths into their logs, and n8n does at its log level debug: change the token when somebody could have read it there.',
		name: 'pathNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['path'] } },
	},
	{
		displayName:
			'For each delivery, the trigger asks for the PDFs with your own credential at its own address, whatever the delivery says. With this choice alone the event holds no more than what ReportFlow confirms: request, files and their names. Add a token to have the design and your own values (passthrough), too. Of a delivery with more than 20 files, 20 are asked for. Each question counts for the 100 requests a minute of the workspace, and anybody who knows the URL can use them up: a token beside it keeps strangers out.',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['api'] } },
	},
	// n8n's editor shows it as the choice among credentials. It takes whatever this field depends on for a part of that
	// choice, too, and leaves it out of the panel: so it depends on nothing.
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'apiKey',
		description: 'How to ask ReportFlow for the files',
		options: [
			{ name: 'Application Key', value: 'apiKey' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
	},
	{
		displayName: 'Allowed Addresses',
		name: 'addresses',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
		description:
			'Addresses and blocks of addresses that deliveries come from, separated by commas. ReportFlow publishes none: ask its support. Behind a proxy, n8n has to be told with N8N_PROXY_HOPS how many there are, or every delivery seems to come from the proxy.',
		displayOptions: { show: { authenticity: ['address'] } },
	},
	{
		displayName: 'Start the Workflow',
		name: 'emit',
		type: 'options',
		noDataExpression: true,
		default: 'event',
		description: 'Either way, what ReportFlow delivers twice starts the workflow once',
		options: [
			{
				name: 'With One Item per Delivery',
				value: 'event',
				description: 'The files of the request stand in a list',
			},
			{
				name: 'With One Item per File',
				value: 'file',
				description: 'Each PDF goes on as an item of its own',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Ignore Files That a ReportFlow Node Waited For',
				name: 'ignoreWaitedFor',
				type: 'boolean',
				default: false,
				description:
					'Whether to leave out PDFs that a ReportFlow node of this package has handed on already. ReportFlow announces those, too. Leave it off where the trigger is to hear of PDFs that the node failed to fetch. Older workspaces do not tell which these are.',
			},
			{
				displayName: 'Leave Out Payload',
				name: 'leaveOutPayload',
				type: 'boolean',
				default: false,
				description:
					'Whether to leave out the delivery as it came. In older workspaces it holds the values that the PDFs were made with.',
			},
			notDoneAfterOption,
			{
				displayName: 'Only Designs',
				name: 'designIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 0eGLPoUzbuBv5EEj',
				description:
					'IDs of the designs whose PDFs start the workflow, separated by commas. Empty means all.',
			},
			{
				displayName: 'Only Workspaces',
				name: 'workspaceIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. ws_abc123',
				description:
					'IDs of the workspaces whose PDFs start the workflow, separated by commas. Empty means all.',
			},
			processingOption,
		],
	},
];
