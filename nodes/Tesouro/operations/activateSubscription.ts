import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { changeSubscription } from '../subscriptions/change';
import { readSubscriptionId, subscriptionField } from '../subscriptions/fields';
import { Subscription } from '../subscriptions/subscription';

export const activateSubscription: Operation = {
	value: 'activate',
	name: 'Activate',
	action: 'Activate a subscription',
	description: 'Resume deliveries',
	output: Subscription,
	fields: [subscriptionField],
	async run(context, itemIndex) {
		const { api } = await apiOf(context, itemIndex);
		const id = readSubscriptionId(context, itemIndex);
		return [{ json: await changeSubscription(api, id, { isActive: true }) }];
	},
};
