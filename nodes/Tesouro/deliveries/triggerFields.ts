import type { INodeProperties } from 'n8n-workflow';
import { acceptEverything, acceptEverythingNotice } from '../../shared/deliveries/acceptEverything';
import { notDoneAfterOption, processingOption } from '../../shared/deliveries/processing';
import { tesouro } from '../facts';
import {
	plainHttpOption,
	recentDeliveriesOption,
	refusedDeliveriesOption,
} from '../../shared/deliveries/refusalFields';
import { optionsField } from '../../shared/run/commonFields';
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
		displayName: 'Event Types',
		name: 'eventTypes',
		type: 'multiOptions',
		default: [],
		options: [...eventTypes],
		description: 'Which notifications start the workflow. Unlisted types: Options > Other Event Types.',
		displayOptions: { show: { event: ['notifications'] } },
	},
	{
		displayName: 'Verify Deliveries With',
		name: 'authenticity',
		type: 'options',
		noDataExpression: true,
		default: 'signature',
		description: 'How to make sure that a delivery really comes from Tesouro',
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
				description: 'Look the report up in the Tesouro API and use only what it returns',
			},
			acceptEverything,
		],
	},
	{
		displayName: 'Verify Deliveries With',
		name: 'notificationAuthenticity',
		type: 'options',
		noDataExpression: true,
		default: 'hmac',
		description: 'How to make sure that a notification really comes from Tesouro',
		displayOptions: { show: { event: ['notifications'] } },
		options: [
			{
				name: 'Require an HMAC Signature',
				value: 'hmac',
				description: 'Accept only what is signed with a secret that Tesouro shares with you',
			},
			acceptEverything,
		],
	},
	{
		displayName:
			'Publish, then copy the Production URL above and send it to Tesouro. It must start with https://. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/tesouro.md" target="_blank">More info</a>',
		name: 'urlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['reportReady'], authenticity: ['signature'] } },
	},
	{
		displayName:
			'Publish, then send the Production URL to Tesouro. Anyone who learns it can cause 50 API requests a minute. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/security.md" target="_blank">More info</a>',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['reportReady'], authenticity: ['api'] } },
	},
	{
		...acceptEverythingNotice,
		displayOptions: { show: { event: ['reportReady'], authenticity: ['none'] } },
	},
	{
		displayName:
			'No URL to send: publishing creates the subscriptions. Ask Tesouro to sign them and for the secret; unsigned ones start nothing. <a href="https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/tesouro.md" target="_blank">More info</a>',
		name: 'hmacNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['notifications'], notificationAuthenticity: ['hmac'] } },
	},
	{
		...acceptEverythingNotice,
		name: 'notificationNoneNotice',
		displayOptions: { show: { event: ['notifications'], notificationAuthenticity: ['none'] } },
	},
	{
		...optionsField,
		options: [
			{
				displayName: 'Accept the Older Signature',
				name: 'acceptOlderSignature',
				displayOptions: { show: { '/event': ['notifications'], '/notificationAuthenticity': ['hmac'] } },
				type: 'boolean',
				default: false,
				description:
					'Whether to also accept the signature of older setups: in the header X-Webhook-Signature, without a time. Replayed deliveries are then recognized by their ID alone.',
			},
			plainHttpOption,
			{
				displayName: 'Also Confirm with the API',
				name: 'confirmRecord',
				displayOptions: { show: { '/event': ['reportReady'], '/authenticity': ['signature'] } },
				type: 'boolean',
				default: false,
				description:
					'Whether to look up signed reports in the Tesouro API as well. If Tesouro signs for all its customers with one key, only this or Only From Presenters keeps the reports of others out.',
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
					'How far the time of a signature may differ from the clock of n8n, in either direction. Other deliveries are refused, and Tesouro delivers them again. 0 accepts any age.',
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
					'IDs of the presenters whose reports start the workflow, separated by commas. Empty means all. Fill it in if Tesouro signs for all its customers with one key.',
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
			recentDeliveriesOption,
			refusedDeliveriesOption,
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
