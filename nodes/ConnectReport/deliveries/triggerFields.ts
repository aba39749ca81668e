import type { INodeProperties } from 'n8n-workflow';
import { acceptEverything, acceptEverythingNotice } from '../../shared/deliveries/acceptEverything';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';
import {
	plainHttpOption,
	recentDeliveriesOption,
	refusedDeliveriesOption,
} from '../../shared/deliveries/refusalFields';
import { filtersField, optionsField } from '../../shared/run/commonFields';
import { connectReport } from '../facts';

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
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
		displayName: 'Verify Deliveries With',
		name: 'authenticity',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: ['query'],
		description:
			'How to make sure that a delivery really comes from ConnectReport, which signs nothing. If you choose several, all must hold.',
		options: [
			{
				name: 'Confirm with the ConnectReport API',
				value: 'api',
				description: 'Ask ConnectReport for the report task, and refuse what it does not know',
			},
			acceptEverything,
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
			'Publish, then add a callback in the Management Console: the Production URL with ?token= and your Webhook Token at its end. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/connectreport.md" target="_blank">More info</a>',
		name: 'queryNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['query'] } },
	},
	{
		displayName:
			'Publish, then add a callback in the Management Console (Callbacks) with the Production URL. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/connectreport.md" target="_blank">More info</a>',
		name: 'urlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['header', 'address'] }, hide: { authenticity: ['query'] } },
	},
	{
		displayName:
			'The event holds only what ConnectReport confirms. Anyone who learns the URL can cause about 60 requests a minute to your server. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/security.md" target="_blank">More info</a>',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { authenticity: ['api'] },
			hide: { authenticity: ['query', 'header', 'address'] },
		},
	},
	{
		...acceptEverythingNotice,
		displayOptions: { show: { authenticity: ['none'] } },
	},
	{
		displayName: 'Allowed Addresses',
		name: 'addresses',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 192.168.20.7, 10.1.0.0/16',
		description:
			'The address of the ConnectReport server, or several addresses and blocks separated by commas. Behind proxies, set N8N_PROXY_HOPS of n8n to their number. Otherwise every delivery seems to come from the proxy.',
		displayOptions: { show: { authenticity: ['address'] } },
	},
	{
		...filtersField,
		description: 'An event must pass all of them',
		options: [
			{
				displayName: 'Frequencies',
				name: 'frequencies',
				type: 'string',
				default: '',
				placeholder: 'e.g. Weekly, Monthly',
				description:
					'How often the report task runs, as ConnectReport shows it. Separate several with commas.',
			},
			{
				displayName: 'Tags',
				name: 'tags',
				type: 'string',
				default: '',
				placeholder: 'e.g. sales',
				description:
					'Tags, separated by commas. One match is enough. The tags of the report, its report task and its template are looked up, which needs the API key in the credential.',
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
				description: 'Part of the title of the report task, in upper or lower case',
			},
		],
	},
	{
		...optionsField,
		options: [
			plainHttpOption,
			{
				displayName: 'Include Template HTML',
				name: 'includeTemplateHtml',
				type: 'boolean',
				default: false,
				description:
					'Whether to keep the markup of the whole template in the payload. It can be large, and contains anything confidential in the template.',
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
			recentDeliveriesOption,
			{
				displayName: 'Redelivery Window (Seconds)',
				name: 'redeliverySeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description:
					'Identical callbacks within this time count as one event. Make it shorter than half the time between two runs of a report task. 0 makes each delivery an event.',
			},
			refusedDeliveriesOption,
		],
	},
];
