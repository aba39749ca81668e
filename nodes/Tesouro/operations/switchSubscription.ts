import type { Operation } from '../../shared/operation';
import { apiOf } from '../apiOf';
import { changeSubscription } from '../subscriptions/change';
import { Subscription } from '../subscriptions/subscription';
import { readSubscriptionId, subscriptionField } from './subscriptionFields';

const switchTo = (isActive: boolean): Operation['run'] =>
	async function run(context, itemIndex) {
		const { api } = await apiOf(context, itemIndex);
		const id = readSubscriptionId(context, itemIndex);
		return [{ json: await changeSubscription(api, id, { isActive }) }];
	};

export const activateSubscription: Operation = {
	value: 'activate',
	name: 'Activate',
	action: 'Activate a subscription',
	description: 'Have Tesouro deliver again',
	output: Subscription,
	fields: [subscriptionField],
	run: switchTo(true),
};

export const deactivateSubscription: Operation = {
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate a subscription',
	description: 'Have Tesouro deliver no more; a subscription cannot be deleted',
	output: Subscription,
	fields: [subscriptionField],
	run: switchTo(false),
};
