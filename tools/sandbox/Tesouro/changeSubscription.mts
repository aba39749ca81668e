import type { ServerResponse } from 'node:http';
import { checkChannel } from './checkChannel.mts';
import { sendConflict } from './createSubscription.mts';
import { sendProblem } from './problem.mts';
import { sendChanged } from './sendChanged.mts';
import type { State } from './state.mts';
import { findDuplicate, timestamp, type SandboxSubscription } from './subscriptionRecord.mts';

/**
 * "At least one field must be provided": channelType ("requires channelConfig if provided"), channelConfig, isActive.
 * "Inactive subscriptions can't be updated. To reactivate, set `isActive: true` first, then apply further changes."
 */
export function changeSubscription(
	state: State,
	subscription: SandboxSubscription,
	body: Record<string, unknown> | undefined,
	response: ServerResponse,
): void {
	const { channelType, channelConfig, isActive } = body ?? {};
	const given = [channelType, channelConfig, isActive].filter((value) => value !== undefined);
	if (given.length === 0) {
		return sendProblem(
			response,
			400,
			'At least one of channelType, channelConfig, isActive must be provided.',
		);
	}
	const errors = checkChannel(state, { channelType, channelConfig });
	if (channelType !== undefined && channelConfig === undefined)
		errors['channelType'] = ['requires channelConfig'];
	if (isActive !== undefined && typeof isActive !== 'boolean') errors['isActive'] = ['must be true or false'];
	if (Object.keys(errors).length > 0) {
		return sendProblem(response, 400, 'One or more fields are not valid.', { errors });
	}
	const isReactivation = isActive === true && given.length === 1;
	if (!subscription.isActive && !isReactivation) {
		return sendProblem(
			response,
			Number(state.knobs.inactiveRefusal),
			'An inactive subscription cannot be updated. Set isActive to true first.',
		);
	}
	const { url = subscription.channelConfig.url } = Object(channelConfig ?? {}) as { url?: string };
	const existing =
		url === subscription.channelConfig.url
			? undefined
			: findDuplicate(state, { ...subscription, url }, subscription.id);
	if (existing) return sendConflict(state, existing, response);

	subscription.channelConfig = { ...subscription.channelConfig, url };
	if (typeof isActive === 'boolean') subscription.isActive = isActive;
	subscription.updatedAt = timestamp();
	sendChanged(state, subscription, response, 200);
}
