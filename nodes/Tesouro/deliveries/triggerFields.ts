import type { INodeProperties } from 'n8n-workflow';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';
import { tesouro } from '../facts';
import { eventTypes } from '../notifications/eventTypes';

const { reportReady } = tesouro.events;
const { notifications } = tesouro;

/** The fields of the trigger's panel. */
export const triggerFields: INodeProperties[] = [
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
			{
				name: notifications.label,
				value: 'notifications',
				description: notifications.description,
			},
		],
		default: 'reportReady',
	},
	{
		displayName:
			'Send the Production URL (under "Webhook URLs" above) to Tesouro. It has to begin with https://.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['reportReady'] } },
	},
	{
		displayName:
			'There is no URL to send: the trigger subscribes at Tesouro by itself when you publish the workflow. It needs the Tesouro API credential, whose client has to be allowed to manage subscriptions.',
		name: 'subscriptionNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['notifications'] } },
	},
	{
		displayName: 'Event Types',
		name: 'eventTypes',
		type: 'multiOptions',
		default: [],
		options: [...eventTypes],
		description: 'What the workflow is to start for. Others can be named under Options.',
		displayOptions: { show: { event: ['notifications'] } },
	},
	{
		displayName: 'Authenticity',
		name: 'authenticity',
		type: 'options',
		noDataExpression: true,
		default: 'signature',
		description: 'How the trigger tells a delivery of Tesouro from a forged one',
		displayOptions: { show: { event: ['reportReady'] } },
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
		displayName: 'Authenticity',
		name: 'notificationAuthenticity',
		type: 'options',
		noDataExpression: true,
		default: 'hmac',
		description: 'How the trigger tells a notification of Tesouro from a forged one',
		displayOptions: { show: { event: ['notifications'] } },
		options: [
			{
				name: 'Require an HMAC Signature',
				value: 'hmac',
				description: 'Accept only what is signed with a secret that Tesouro shares with you',
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
		displayOptions: { show: { event: ['reportReady'], authenticity: ['none'] } },
	},
	{
		displayName:
			'Anybody who learns the URL can start this workflow, with any content. Choose this for tests only, or behind a gateway that checks deliveries itself.',
		name: 'notificationNoneNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['notifications'], notificationAuthenticity: ['none'] } },
	},
	{
		displayName:
			"The signature is checked with Tesouro's public key in the Tesouro credential. Ask Tesouro for its key and its fingerprint, and compare the fingerprint over another channel. Client ID and secret are optional here: with them, proofs that are no signature are confirmed with the API.",
		name: 'signatureNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['reportReady'], authenticity: ['signature'] } },
	},
	{
		displayName:
			'Tesouro does not sign notifications unless you ask for it. Ask your implementation team at Tesouro to switch signing on for your subscriptions, and to give you the secret and its key ID. What comes unsigned starts nothing; Tesouro delivers it again for 12 hours, signed once signing is on.',
		name: 'hmacNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['notifications'], notificationAuthenticity: ['hmac'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accept the Older Signature',
				name: 'acceptOlderSignature',
				displayOptions: { show: { '/event': ['notifications'], '/notificationAuthenticity': ['hmac'] } },
				type: 'boolean',
				default: false,
				description:
					'Whether to accept the signature of older setups, too: in the header X-Webhook-Signature, without a time. Deliveries that are replayed are then told by their ID alone.',
			},
			{
				displayName: 'Maximum Signature Age (Hours)',
				name: 'signatureAge',
				displayOptions: { show: { '/event': ['reportReady'], '/authenticity': ['signature'] } },
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 72,
				description: 'Older signatures are refused as replayed. 0 accepts any age.',
			},
			{
				displayName: 'Maximum Signature Age (Seconds)',
				name: 'signatureAgeSeconds',
				displayOptions: { show: { '/event': ['notifications'], '/notificationAuthenticity': ['hmac'] } },
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 300,
				description:
					'How far the time of a signature may be from ours, in both directions. What is further off starts nothing, and Tesouro delivers it again. 0 accepts any age.',
			},
			notDoneAfterOption,
			{
				displayName: 'Only From Presenters',
				name: 'presenterIds',
				displayOptions: { show: { '/event': ['reportReady'] } },
				type: 'string',
				default: '',
				placeholder: 'e.g. 1b6592dc-0398-452a-a468-d02bd8707b73',
				description:
					'IDs of the presenters whose reports start the workflow, separated by commas. Empty means all.',
			},
			{
				displayName: 'Other Event Types',
				name: 'otherEventTypes',
				displayOptions: { show: { '/event': ['notifications'] } },
				type: 'string',
				default: '',
				placeholder: 'e.g. LEDGER_TRANSACTION',
				description: 'Names of event types that are not in the list, separated by commas',
			},
			processingOption,
			{
				displayName: 'Signature Headers',
				name: 'signatureHeaders',
				displayOptions: { show: { '/event': ['reportReady'], '/authenticity': ['signature'] } },
				type: 'string',
				default: '',
				placeholder: 'e.g. x-tesouro-signature',
				description:
					'Names of the headers that may hold the signature, separated by commas. Empty means the usual ones.',
			},
		],
	},
];
