import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a notification without an ID, delivered again',
		title: 'has the same id in a redelivery of acceptor-application-updated',
		file: 'nodes/Tesouro/notifications/toReportEvent.ts',
		line: "new Set(['deliveryDateTimeUtc', 'attemptCount', 'numberOfAttempts'])",
		becomes: 'new Set<string>()',
	},
];
