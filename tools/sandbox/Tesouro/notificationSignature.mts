import { createHmac, randomBytes } from 'node:crypto';
import type { NotificationSignature } from './knobs.mts';
import type { NotificationSecret } from './notificationSecrets.mts';
import type { SignedDelivery } from './signDelivery.mts';

/** Far outside of any replay window. */
const HOUR_MS = 3_600_000;

/**
 * Sign a notification: "v1 = HEX( HMAC-SHA512( secret, "{t}.{request_body}" ) )", "uppercase on the wire", where t is
 * "the send-time Tesouro stamped on the request". The last of the secrets signs; `several` signs with each.
 */
export function signNotification(
	text: string,
	at: Date,
	secrets: readonly NotificationSecret[],
	how: NotificationSignature,
): SignedDelivery {
	const body = Buffer.from(text);
	const current = secrets.at(-1);
	if (current === undefined) throw new Error('There is no secret to sign notifications with.');
	const { keyId } = current;
	const secret = how === 'wrong-secret' ? randomBytes(32).toString('base64url') : current.secret;
	const stamp = (time: Date) => String(Math.floor(time.getTime() / 1000));
	const signed = (time: string, key = secret) => `v1=${hmac('sha512', key, `${time}.`, body).toUpperCase()}`;
	const headersFor = (time: string, signatures: string) => ({
		'content-type': 'application/json',
		'x-tesouro-signature': `t=${time},${signatures}`,
		'x-tesouro-key-id': keyId,
		'x-tesouro-algorithm': how === 'wrong-algorithm' ? 'hmac-sha256' : 'hmac-sha512',
	});
	const now = stamp(at);
	const usual = { headers: headersFor(now, signed(now)), body };
	const plain = { headers: { 'content-type': 'application/json' }, body };

	switch (how) {
		case 'none':
			return plain;
		case 'lower-case':
			return { headers: headersFor(now, signed(now).toLowerCase()), body };
		case 'several':
			return { headers: headersFor(now, secrets.map((one) => signed(now, one.secret)).join(',')), body };
		case 'older':
			return { headers: { ...plain.headers, 'x-webhook-signature': hmac('sha512', secret, '', body) }, body };
		case 'bare':
			return { headers: { ...plain.headers, 'x-tesouro-signature': hmac('sha256', secret, '', body) }, body };
		case 'stale': {
			const time = stamp(new Date(at.getTime() - HOUR_MS));
			return { headers: headersFor(time, signed(time)), body };
		}
		case 'early': {
			const time = stamp(new Date(at.getTime() + HOUR_MS));
			return { headers: headersFor(time, signed(time)), body };
		}
		case 'flipped-byte':
			return { ...usual, body: flip(body) };
		default:
			return usual;
	}
}

const hmac = (hash: string, secret: string, prefix: string, body: Buffer) =>
	createHmac(hash, secret).update(prefix).update(body).digest('hex');

/** One bit of the version: "1" becomes "0"; still valid JSON, no longer what was signed. */
function flip(body: Buffer): Buffer {
	const changed = Buffer.from(body);
	changed[body.indexOf('"version": "') + '"version": "'.length]! ^= 1;
	return changed;
}
