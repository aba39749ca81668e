import type { INodeProperties } from 'n8n-workflow';
import { acceptEverything, acceptEverythingNotice } from '../../shared/deliveries/acceptEverything';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';
import {
	plainHttpOption,
	recentDeliveriesOption,
	refusedDeliveriesOption,
} from '../../shared/deliveries/refusalFields';
import { optionsField } from '../../shared/run/commonFields';

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
	// There is one event, so nothing to choose; n8n's list of nodes calls the trigger "On files ready" after it.
	{
		displayName: 'Event',
		name: 'event',
		type: 'hidden',
		default: 'filesReady',
		options: [{ name: 'Files Ready', value: 'filesReady' }],
	},
	{
		displayName: 'Verify Deliveries With',
		name: 'authenticity',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: ['path'],
		description:
			'How to make sure that a delivery really comes from ReportFlow, which signs nothing. If you choose several, all must hold.',
		options: [
			{
				name: 'Confirm with the ReportFlow API',
				value: 'api',
				description:
					'Ask ReportFlow for the files. Alone, it lets anyone who learns the URL cause API requests.',
			},
			acceptEverything,
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
			'Publish, then paste the Production URL into ReportFlow (Workspace Settings > Developer), with your Webhook Token in place of :token. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/reportflow.md#reportflow-trigger" target="_blank">More info</a>',
		name: 'pathNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['path'] } },
	},
	{
		displayName:
			'Publish, then paste the Production URL into ReportFlow: Workspace Settings > Developer > Webhook URL. It must start with https://. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/reportflow.md#reportflow-trigger" target="_blank">More info</a>',
		name: 'urlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['header', 'address'] }, hide: { authenticity: ['path'] } },
	},
	{
		displayName:
			'Anyone who learns the URL can cause up to 36 API requests a minute. A token as well prevents that. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/security.md" target="_blank">More info</a>',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { authenticity: ['api'] },
			hide: { authenticity: ['path', 'header', 'address'] },
		},
	},
	{
		...acceptEverythingNotice,
		displayOptions: { show: { authenticity: ['none'] } },
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
			'Addresses and blocks of addresses that deliveries come from, separated by commas. ReportFlow publishes none: ask its support. Behind proxies, set N8N_PROXY_HOPS of n8n to their number. Otherwise every delivery seems to come from the proxy.',
		displayOptions: { show: { authenticity: ['address'] } },
	},
	{
		displayName: 'Start the Workflow',
		name: 'emit',
		type: 'options',
		noDataExpression: true,
		default: 'event',
		description: 'Either way, a delivery that ReportFlow repeats starts the workflow once',
		options: [
			{
				name: 'With One Item per Delivery',
				value: 'event',
				description: 'The files of the request are in one list',
			},
			{
				name: 'With One Item per File',
				value: 'file',
				description: 'One item per PDF',
			},
		],
	},
	{
		...optionsField,
		options: [
			plainHttpOption,
			{
				displayName: 'Ignore Files That a ReportFlow Node Waited For',
				name: 'ignoreWaitedFor',
				type: 'boolean',
				default: false,
				description:
					'Whether to leave out PDFs that a ReportFlow node has already waited for, because ReportFlow announces those as well. Leave this off if the trigger must also see PDFs that the node failed to fetch. Has no effect in older workspaces, which do not say which PDFs these are.',
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
			recentDeliveriesOption,
			refusedDeliveriesOption,
		],
	},
];
