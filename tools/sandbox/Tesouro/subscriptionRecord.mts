import { randomUUID } from 'node:crypto';
import type { State } from './state.mts';

/** "Subscription object". */
export interface SandboxSubscription {
	id: string;
	organizationId: string;
	eventType: string;
	channelType: string;
	channelConfig: { url: string; mtlsEnabled: boolean };
	isActive: boolean;
	createdAt: string;
	updatedAt: string;
}

/** "2026-04-07T12:00:00Z": without a fraction. */
export const timestamp = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** What makes two subscriptions the same: "same event type, channel, and URL", within one organization. */
export function findDuplicate(
	state: State,
	{ eventType, channelType, url }: { eventType: string; channelType: string; url: string },
	exceptId?: string,
): SandboxSubscription | undefined {
	return [...state.subscriptions.values()].find(
		(other) =>
			other.id !== exceptId &&
			other.organizationId === state.organizationId &&
			other.eventType === eventType &&
			other.channelType === channelType &&
			new URL(other.channelConfig.url).href === new URL(url).href,
	);
}

/** Put a subscription on record, without asking whether it may be there. */
export function addSubscription(
	state: State,
	{ url, ...given }: Partial<SandboxSubscription> & { eventType: string; url: string },
): SandboxSubscription {
	const now = timestamp();
	const subscription: SandboxSubscription = {
		id: randomUUID(),
		organizationId: state.organizationId,
		channelType: 'WEBHOOK',
		isActive: true,
		createdAt: now,
		updatedAt: now,
		channelConfig: { url, mtlsEnabled: false },
		...given,
	};
	state.subscriptions.set(subscription.id, subscription);
	return subscription;
}

/** The subscriptions of the sandbox as a table for people; the newest last. */
export function subscriptionTable(state: State): string {
	const rows = [...state.subscriptions.values()].map((subscription) => [
		subscription.id,
		subscription.eventType,
		subscription.channelConfig.url,
		subscription.isActive ? 'active' : 'inactive',
		subscription.createdAt,
		subscription.updatedAt,
	]);
	const table = [['id', 'eventType', 'url', 'status', 'createdAt', 'updatedAt'], ...rows];
	const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
	return table
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column]!))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
