import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { isLoopback } from '../../shared/http/loopback';
import type { TesouroApi } from '../api/transport';
import { checkEventType } from '../notifications/chosenEventTypes';
import { eventTypes } from '../notifications/eventTypes';

export const subscriptionField: INodeProperties = {
	displayName: 'Subscription',
	name: 'subscriptionId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a subscription',
			typeOptions: { searchListMethod: 'searchSubscriptions', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 2f1c9a34-0d2e-4e0f-9a51-6f3d2f4f7f10',
		},
	],
};

/** The ID of the chosen subscription. Throws a RemedyError when none is chosen. */
export function readSubscriptionId(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('subscriptionId', itemIndex, '', { extractValue: true });
	const id = String(given ?? '').trim();
	if (id === '') {
		throw new RemedyError('No subscription is chosen', 'Choose one from the list, or enter its ID.');
	}
	return id;
}

const OTHER = 'other';

const choices = [
	...eventTypes.map(({ name, value, description }) => ({ name, value, description })),
	{ name: 'Other (by Name)', value: OTHER, description: 'An event type that is not in this list yet' },
];

export const eventTypeFields: INodeProperties[] = [
	{
		displayName: 'Event Type',
		name: 'eventType',
		type: 'options',
		default: 'ACCOUNT_RESTRICTION_CHANGED',
		description: 'What Tesouro delivers; one event type for each subscription',
		options: choices,
	},
	{
		displayName: 'Name of the Event Type',
		name: 'otherEventType',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. LEDGER_TRANSACTION',
		displayOptions: { show: { eventType: [OTHER] } },
	},
];

/** Throws a RemedyError for what cannot be the name of an event type. */
export function readEventType(context: IExecuteFunctions, itemIndex: number): string {
	const chosen = context.getNodeParameter('eventType', itemIndex);
	return checkEventType(
		chosen === OTHER ? context.getNodeParameter('otherEventType', itemIndex, '') : chosen,
	);
}

export const urlField: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…',
	description: 'Where Tesouro delivers. It must start with https:// and be reachable from the internet.',
};

/** "A publicly accessible HTTPS endpoint"; a stand-in on this computer can deliver to it. Throws a RemedyError. */
export function checkUrl(api: TesouroApi, given: unknown): string {
	const url = String(given ?? '').trim();
	const isLocal = isLoopback(new URL(api.baseUrl).hostname);
	const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
	if (isWeb && (isLocal || webhookUrlProblem(url) === undefined)) return url;
	throw new RemedyError(
		url === '' ? 'There is no URL to deliver to' : `Tesouro cannot deliver to ${url}`,
		'Enter a URL that starts with https:// and is reachable from the internet, for example the Production URL of a trigger.',
	);
}
