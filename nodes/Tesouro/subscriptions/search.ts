import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { TesouroCredential } from '../api/credential';
import { connect } from '../api/transport';
import { eventTypes } from '../notifications/eventTypes';
import { listSubscriptions } from './list';
import type { Subscription } from './subscription';

/** The list behind "From List": what the filter is part of, active ones first. */
export async function searchSubscriptions(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const credential = await this.getCredentials<TesouroCredential & object>('tesouroApi');
		const subscriptions = await listSubscriptions(connect(this, credential));
		const wanted = filter.trim().toLowerCase();
		const results = subscriptions
			.sort((one, other) => Number(other.isActive) - Number(one.isActive))
			.map((subscription) => ({ name: nameOf(subscription), value: subscription.id }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
		return { results };
	} catch (error) {
		throw error instanceof RemedyError
			? new NodeOperationError(this.getNode(), error.message, { description: error.remedy })
			: new NodeOperationError(this.getNode(), error as Error);
	}
}

function nameOf({ eventType, url, isActive }: Subscription): string {
	const label = eventTypes.find(({ value }) => value === eventType)?.name ?? eventType;
	return `${label}: ${url ?? 'no URL'}${isActive ? '' : ' (inactive)'}`;
}
