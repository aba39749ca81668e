import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { changeSubscription } from '../subscriptions/change';
import { readSubscriptionId, subscriptionField } from '../subscriptions/fields';
import { Subscription } from '../subscriptions/subscription';

export const deactivateSubscription: Operation = {
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate a subscription',
	description: 'Stop deliveries. Subscriptions cannot be deleted.',
	output: Subscription,
	fields: [subscriptionField],
	async run(context, itemIndex) {
		const { api } = await apiOf(context, itemIndex);
		const id = readSubscriptionId(context, itemIndex);
		return [{ json: await changeSubscription(api, id, { isActive: false }) }];
	},
};
