import { randomUUID } from 'node:crypto';

/** The event types of underwriting, whose envelope is smaller. */
export const isUnderwriting = (eventType: string) => eventType.startsWith('ACCEPTOR_APPLICATION_');

/**
 * Invented attributes in the documented shape of the event type. Those of MBP_ events were never published ("coming
 * soon"), and those of the types that nobody documents are empty.
 */
export function makeAttributes(eventType: string, at: Date): Record<string, unknown> {
	if (eventType === 'ACCEPTOR_APPLICATION_UPDATED') return updatedApplication(at);
	if (isUnderwriting(eventType)) return application(eventType, at);
	if (/^(LEDGER|ACCOUNT)_/.test(eventType)) return account(eventType);
	return {};
}

/** "All the same shape"; the routing number is empty for a change of status. */
function account(eventType: string): Record<string, unknown> {
	return {
		businessCustomerId: randomUUID(),
		businessCustomer: 'Harbor Coffee Roasters LLC',
		accountNumber: '0000000000000',
		routingNumber: eventType === 'ACCOUNT_STATUS_CHANGED' ? '' : '000000000',
		eventType,
		rawData: { id: randomUUID(), coreEvent: eventType.toLowerCase(), amount: '50.00' },
	};
}

function application(eventType: string, at: Date): Record<string, unknown> {
	return {
		eventType,
		acceptorApplicationId: randomUUID(),
		clientId: 'sandbox-client',
		applicationEventId: randomUUID(),
		organizationId: randomUUID(),
		updatedTimestamp: withSevenDigits(at),
		actorType: 'SYSTEM',
		actorName: 'Sandbox',
		currentStatus: eventType.endsWith('APPROVED') ? 'APPROVED' : 'PENDING',
	};
}

/** The name of this event type appears nowhere in what is published: ACCEPTOR_APPLICATION_UPDATED is made up. */
function updatedApplication(at: Date): Record<string, unknown> {
	return {
		applicationId: randomUUID(),
		organizationId: randomUUID(),
		changes: [{ ChangeType: 'STATUS', PreviousValue: 'PENDING', NewValue: 'PROCESSING', Details: '' }],
		updatedTimestamp: withSevenDigits(at),
		actorType: 'SYSTEM',
	};
}

/** "2026-01-20T10:30:44.0000000Z" */
const withSevenDigits = (at: Date) => at.toISOString().replace('Z', '0000Z');
