import { randomBytes } from 'node:crypto';

/** What the sandbox shares with the receiver of notifications. */
export interface NotificationSecret {
	keyId: string;
	secret: string;
}

/** A new secret; the documented sample of a key ID is "prod-key-2026-01". */
export function makeNotificationSecret(number: number): NotificationSecret {
	return { keyId: `sandbox-key-${number}`, secret: randomBytes(32).toString('base64url') };
}
