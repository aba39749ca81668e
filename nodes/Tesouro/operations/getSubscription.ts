import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { readSubscriptionId, subscriptionField } from '../subscriptions/fields';
import * as requests from '../subscriptions/requests';
import { Subscription } from '../subscriptions/subscription';

export const getSubscription: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a subscription',
	description: 'See what a subscription delivers, where, and whether it is active',
	output: Subscription,
	fields: [subscriptionField],
	async run(context, itemIndex) {
		const { api } = await apiOf(context, itemIndex);
		return [{ json: await requests.getSubscription(api, readSubscriptionId(context, itemIndex)) }];
	},
};
