import type { INodeProperties } from 'n8n-workflow';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';
import { connectReport } from '../facts';

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'In ConnectReport, an administrator opens the Management Console (like https://reports.example.com:4700/admin), there Callbacks, and adds a callback. Callback URL: the Production URL (under "Webhook URLs" above). Trigger: Post report task. For Report Task Started, add a second one with the same URL and the trigger Pre report task.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'If the URL begins with http://localhost, ConnectReport finds it only on the machine that n8n runs on: give the address of n8n in your network to the environment variable N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL).',
		name: 'localhostNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: [...connectReport.events.filter(({ byDefault }) => byDefault).map(({ value }) => value)],
		description: 'What starts the workflow',
		options: connectReport.events.map(({ value, label: name, description }) => ({
			name,
			value,
			description,
		})),
	},
	{
		displayName: 'Authenticity',
		name: 'authenticity',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: [],
		description:
			'How the trigger tells a delivery of ConnectReport from a forged one. ConnectReport signs nothing, so that the choice is yours: a token in the URL is the simplest. Several choices have to hold together.',
		options: [
			{
				name: 'Confirm with the ConnectReport API',
				value: 'api',
				description: 'Ask ConnectReport for the report task, and refuse what it does not know',
			},
			{
				name: 'None (Accept Everything)',
				value: 'none',
				description: 'Anybody who knows the URL can start this workflow',
			},
			{
				name: 'Source Address',
				value: 'address',
				description: 'Accept only what comes from addresses that you list: that of the ConnectReport server',
			},
			{
				name: 'Token in a Header',
				value: 'header',
				description: 'For a gateway in front of n8n that sets the header: ConnectReport itself cannot',
			},
			{
				name: 'Token in the URL',
				value: 'query',
				description: 'The Callback URL in ConnectReport ends with ?token= and a secret',
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
			'In ConnectReport, the Callback URL ends with ?token= and the token of your credential, like …/webhook?token=Zx81kQ… Append it there: the URL above is shown without. Whoever administers ConnectReport can read the token, and so can whoever reads the logs of proxies on the way: change it when somebody could have. Over http:// it travels in the open.',
		name: 'queryNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['query'] } },
	},
	{
		displayName:
			'For each delivery, the trigger asks the server of your ConnectReport credential, and nobody else, whether it has this report task under this title and template. With this choice alone the event holds no more than that: not the reason of a failure, for example, because nothing vouches for it. Add a token to have everything. While ConnectReport does not answer, a delivery starts an execution that goes on asking; if it fails, retry it from the list of executions.',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['api'] } },
	},
	{
		displayName: 'Allowed Addresses',
		name: 'addresses',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 192.168.20.7, 10.1.0.0/16',
		description:
			'The address of the ConnectReport server, or several addresses and blocks separated by commas. Behind a proxy, n8n has to be told with N8N_PROXY_HOPS how many there are, or every delivery seems to come from the proxy.',
		displayOptions: { show: { authenticity: ['address'] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'All of them have to hold',
		options: [
			{
				displayName: 'Frequencies',
				name: 'frequencies',
				type: 'string',
				default: '',
				placeholder: 'e.g. Weekly, Monthly',
				description: 'How often the report task runs, as ConnectReport shows it; several separated by commas',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				default: '',
				placeholder: 'e.g. sales',
				description:
					'Tags separated by commas; one of them is enough. They are looked up with the API key of the credential: of the report, its report task, and its template.',
			},
			{
				displayName: 'Template IDs',
				name: 'templateIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 8692affa-7eb4-40b5-ba15-04ba8954a90c',
				description: 'IDs of the templates whose report tasks start the workflow, separated by commas',
			},
			{
				displayName: 'Title Contains',
				name: 'title',
				type: 'string',
				default: '',
				placeholder: 'e.g. sales',
				description: 'A part of the title of the report task, in capitals or small letters',
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
				displayName: 'Include Template HTML',
				name: 'includeTemplateHtml',
				type: 'boolean',
				default: false,
				description:
					'Whether to keep the markup of the whole template in the payload. It can be large, and holds what is confidential in the template.',
			},
			{
				displayName: 'Leave Out Payload',
				name: 'leaveOutPayload',
				type: 'boolean',
				default: false,
				description: 'Whether to leave out the delivery as it came',
			},
			notDoneAfterOption,
			processingOption,
			{
				displayName: 'Redelivery Window (Seconds)',
				name: 'redeliverySeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description:
					'For so long after a delivery, the very same content is taken for the same event. Make it shorter than the time between two runs of a report task. With 0, each delivery is an event.',
			},
		],
	},
];
