import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import { changeSubscription } from '../subscriptions/change';
import { checkUrl, readSubscriptionId, subscriptionField, urlField } from '../subscriptions/fields';
import { Subscription } from '../subscriptions/subscription';

export const updateSubscription: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a subscription',
	description: 'Change where a subscription delivers, or activate or deactivate it',
	output: Subscription,
	fields: [
		subscriptionField,
		{ ...urlField, description: `${urlField.description} Empty leaves it as it is.` },
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'keep',
			description:
				'Tesouro can only change active subscriptions: an inactive one is activated briefly, and stays active only if you choose so',
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'Inactive', value: 'inactive' },
				{ name: 'Leave as It Is', value: 'keep' },
			],
		},
	],
	async run(context, itemIndex) {
		const id = readSubscriptionId(context, itemIndex);
		const status = context.getNodeParameter('status', itemIndex, 'keep') as string;
		const url = String(context.getNodeParameter('url', itemIndex, '') ?? '').trim();
		if (url === '' && status === 'keep') {
			throw new RemedyError('There is nothing to change', 'Enter a URL, or choose a status.');
		}
		const { api } = await apiOf(context, itemIndex);
		const changed = await changeSubscription(api, id, {
			...(url !== '' && { url: checkUrl(api, url) }),
			...(status !== 'keep' && { isActive: status === 'active' }),
		});
		return [{ json: changed }];
	},
};
