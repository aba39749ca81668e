import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { checkUrl, eventTypeFields, readEventType, urlField } from '../subscriptions/fields';
import { subscribe } from '../subscriptions/subscribe';
import { Subscription } from '../subscriptions/subscription';

const Created = Subscription.extend({
	adopted: z.boolean().describe('Whether a subscription for this event type and URL already existed'),
});

export const createSubscription: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a subscription',
	description: 'Subscribe a URL to one type of event, or find the subscription that exists already',
	output: Created,
	fields: [...eventTypeFields, { ...urlField, required: true }],
	async run(context, itemIndex) {
		const { api } = await apiOf(context, itemIndex);
		const eventType = readEventType(context, itemIndex);
		const url = checkUrl(api, context.getNodeParameter('url', itemIndex));
		const { subscription, adopted, reactivated } = await subscribe(api, { eventType, url });
		if (adopted) {
			context.addExecutionHints({
				message: `Tesouro already had a subscription to ${eventType} for this URL. It ${reactivated ? 'was inactive and is active again' : 'was left as it is'}; no second one was created.`,
				type: 'info',
				location: 'outputPane',
			});
		}
		return [{ json: { ...subscription, adopted } }];
	},
};
