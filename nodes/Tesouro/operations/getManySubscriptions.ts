import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { listSubscriptions } from '../subscriptions/list';
import { Subscription } from '../subscriptions/subscription';
import { filtersField, returnAllFields } from '../../shared/run/commonFields';

interface Filters {
	eventType?: string;
	status?: 'any' | 'active' | 'inactive';
	url?: string;
}

export const getManySubscriptions: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many subscriptions',
	description: 'List the subscriptions of your organization',
	output: Subscription,
	fields: [
		...returnAllFields,
		{
			...filtersField,
			options: [
				{
					displayName: 'Event Type',
					name: 'eventType',
					type: 'string',
					default: '',
					placeholder: 'e.g. LEDGER_TRANSACTION',
					description: 'Only subscriptions of this event type',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 'active',
					options: [
						{ name: 'Active', value: 'active' },
						{ name: 'Any', value: 'any' },
						{ name: 'Inactive', value: 'inactive' },
					],
				},
				{
					displayName: 'URL Contains',
					name: 'url',
					type: 'string',
					default: '',
					placeholder: 'e.g. n8n.example.com',
					description: 'Only subscriptions that deliver to a URL containing this text',
				},
			],
		},
	],
	async run(context, itemIndex) {
		const filters = context.getNodeParameter('filters', itemIndex, {}) as Filters;
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll ? Infinity : Number(context.getNodeParameter('limit', itemIndex, 50));
		const { api } = await apiOf(context, itemIndex);
		// No document names a filter of the list, so it is read whole; an organization has few.
		const subscriptions = await listSubscriptions(api);
		return subscriptions
			.filter((subscription) => isSelected(subscription, filters))
			.slice(0, limit)
			.map((json) => ({ json }));
	},
};

function isSelected(subscription: Subscription, { eventType, status, url }: Filters): boolean {
	const type = String(eventType ?? '').trim();
	const part = String(url ?? '')
		.trim()
		.toLowerCase();
	return (
		(type === '' || subscription.eventType === type) &&
		(status === undefined || status === 'any' || subscription.isActive === (status === 'active')) &&
		(part === '' || (subscription.url ?? '').toLowerCase().includes(part))
	);
}
