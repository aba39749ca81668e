import type { INodeProperties } from 'n8n-workflow';
import { tesouro } from './facts';

const { reportReady } = tesouro.events;

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Tesouro has to know the Production URL of this trigger: open "Webhook URLs" above, choose "Production URL", copy it and send it to Tesouro, whose staff configure it. It has to begin with https:// and be reachable from the internet.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: reportReady.label,
				value: 'reportReady',
				description: reportReady.description,
			},
		],
		default: 'reportReady',
	},
	{
		displayName: 'Authenticity',
		name: 'authenticity',
		type: 'options',
		noDataExpression: true,
		default: 'signature',
		description: 'How the trigger tells a delivery of Tesouro from a forged one',
		options: [
			{
				name: 'Require an OpenPGP Signature',
				value: 'signature',
				description: "Accept only what is signed with one of Tesouro's keys",
			},
			{
				name: 'Confirm with the Tesouro API',
				value: 'api',
				description: 'Ask Tesouro about the report, and trust its answer alone',
			},
			{
				name: 'None (Accept Everything)',
				value: 'none',
				description: 'Anybody who knows the URL can start this workflow',
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
			"The signature is checked with Tesouro's public key in the OpenPGP Key credential. Ask Tesouro for its key and its fingerprint, and compare the fingerprint over another channel.",
		name: 'signatureNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authenticity: ['signature'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Maximum Signature Age (Hours)',
				name: 'signatureAge',
				displayOptions: { show: { '/authenticity': ['signature'] } },
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 72,
				description: 'Older signatures are refused as replayed. 0 accepts any age.',
			},
			{
				displayName: 'Only From Presenters',
				name: 'presenterIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1b6592dc-0398-452a-a468-d02bd8707b73',
				description:
					'IDs of the presenters whose reports start the workflow, separated by commas. Empty means all.',
			},
			{
				displayName: 'Signature Headers',
				name: 'signatureHeaders',
				displayOptions: { show: { '/authenticity': ['signature'] } },
				type: 'string',
				default: '',
				placeholder: 'e.g. x-tesouro-signature',
				description:
					'Names of the headers that may hold the signature, separated by commas. Empty means the usual ones.',
			},
		],
	},
];
