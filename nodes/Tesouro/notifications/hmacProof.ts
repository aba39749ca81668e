import { createHmac, timingSafeEqual } from 'crypto';
import type { Delivery } from '../../shared/deliveries/delivery';
import { accepted, rejected, undecided, type Verdict } from '../../shared/deliveries/verdict';
import { tesouro } from '../facts';
import type { SigningSecret } from './signingSecrets';
import { parseStamped } from './stampedHeader';

const { signatureHeader, keyIdHeader, algorithmHeader, algorithm, olderSignatureHeader } =
	tesouro.notifications;

export interface HmacRules {
	secrets: readonly SigningSecret[];
	/** What is wrong with secrets that are there, too, and do not count. */
	unusableSecrets?: readonly string[];
	/** Whether a signature in the older form counts, too. */
	acceptsOlderForm: boolean;
	/** How far the time of the signature may be from ours, in milliseconds; undefined for any distance. */
	maxAgeMs?: number;
}

const UNSIGNED = `it carries no header ${signatureHeader}: Tesouro signs only the subscriptions for which it was asked to, so ask its implementation team to switch signing on`;
const OLDER_FORM =
	'it is signed in the older form only, without a time; switch on the option "Accept the Older Signature" if Tesouro signs your notifications that way';

/**
 * The verdict over a delivery that must be signed. The newer form decides when it is there:
 *
 *     x-tesouro-signature: t=<unix-seconds>,v1=<hex>      v1 = HEX( HMAC-SHA512( secret, "{t}.{request_body}" ) )
 *
 * All secrets are tried whatever x-tesouro-key-id says: the header is not signed, and every secret is one of Tesouro's,
 * so a mistyped key ID costs no event.
 *
 * "Not retried: 4xx": what is rejected is lost, so only a signature that is there and wrong is. Unsigned, signed in a form
 * that was not allowed, or signed rightly at another time than ours, it is undecided: it starts nothing either, and comes
 * again for 12 hours, with a new time and signature each time, while somebody switches signing on or puts the clock right.
 */
export function judgeHmac(delivery: Delivery, rules: HmacRules): Verdict {
	const header = delivery.header(signatureHeader);
	const older = readOlderForm(delivery);
	if (older !== undefined && rules.acceptsOlderForm) return judgeOlder(older, delivery.body, rules);
	if (older !== undefined && isOlderForm(older)) return undecided(OLDER_FORM);
	return header === undefined ? undecided(UNSIGNED) : judgeStamped(header, delivery, rules);
}

function judgeStamped(header: string, delivery: Delivery, rules: HmacRules): Verdict {
	const stamped = parseStamped(header);
	if (typeof stamped === 'string') return rejected(stamped);
	const named = delivery.header(algorithmHeader);
	if (named !== undefined && named.trim().toLowerCase() !== algorithm) {
		return rejected(`its header ${algorithmHeader} names another algorithm than ${algorithm}`);
	}
	const signer = findSigner(rules.secrets, stamped.signatures, (secret) =>
		createHmac('sha512', secret).update(`${stamped.time}.`).update(delivery.body).digest(),
	);
	if (signer === undefined) return judgeUnknown(delivery.header(keyIdHeader), rules);

	const age = delivery.receivedAt.getTime() - Number(stamped.time) * 1000;
	if (rules.maxAgeMs !== undefined && Math.abs(age) > rules.maxAgeMs) {
		const distance = `${Math.round(Math.abs(age) / 1000)} seconds ${age > 0 ? 'ago' : 'ahead of our clock'}`;
		return undecided(
			`it was signed ${distance}: a replay, or one of the clocks is wrong. Compare the clock of this n8n`,
		);
	}
	return accepted({ verdict: 'verified', method: algorithm, ...signerOf(signer) });
}

/**
 * The older page: "Extract the signature from the X-Webhook-Signature header. Compute expected signature using your
 * webhook secret and the raw request body." That of underwriting says the same of X-Tesouro-Signature. Neither names the
 * hash or the encoding; our reading: SHA-512 or SHA-256, hexadecimal or Base64, with or without the name of the hash.
 */
function readOlderForm(delivery: Delivery): string | undefined {
	const header = delivery.header(signatureHeader);
	// The newer form holds at least two parts; the older one has no place for a comma.
	if (header !== undefined) return header.includes(',') ? undefined : header;
	return delivery.header(olderSignatureHeader);
}

function judgeOlder(value: string, body: Buffer, rules: HmacRules): Verdict {
	for (const [hash, bytes] of hashes) {
		const signature = decode(value, bytes);
		if (signature === undefined) continue;
		const signer = findSigner(rules.secrets, [signature], (secret) =>
			createHmac(hash, secret).update(body).digest(),
		);
		if (signer === undefined) return judgeUnknown(undefined, rules);
		return accepted({ verdict: 'verified', method: `hmac-${hash}-body`, ...signerOf(signer) });
	}
	return rejected('its signature is neither hexadecimal nor Base64 of a known length');
}

const hashes = [
	['sha512', 64],
	['sha256', 32],
] as const;

const isOlderForm = (value: string) => hashes.some(([, bytes]) => decode(value, bytes) !== undefined);

/** Hexadecimal or Base64 of exactly so many bytes, which the name of the hash may precede. */
function decode(value: string, bytes: number): Buffer | undefined {
	const text = value.trim().replace(/^(?:hmac-)?sha-?(?:256|512)=/i, '');
	if (text.length === bytes * 2 && /^[0-9a-f]+$/i.test(text)) return Buffer.from(text, 'hex');
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
	const decoded = Buffer.from(text, 'base64');
	return decoded.length === bytes ? decoded : undefined;
}

/** The secret that makes one of the signatures. Everything is compared, so the time it takes reveals nothing. */
function findSigner(
	secrets: readonly SigningSecret[],
	signatures: readonly Buffer[],
	digestWith: (secret: string) => Buffer,
): SigningSecret | undefined {
	const matching = secrets.filter(({ secret }) => {
		const expected = digestWith(secret);
		return signatures.map((signature) => timingSafeEqual(signature, expected)).includes(true);
	});
	return matching[0];
}

/** Our own name for the secret: the header that names one is not signed. */
const signerOf = ({ keyId }: SigningSecret) => (keyId === undefined ? {} : { signer: { keyId } });

/** A half-pasted secret may be the one that signed it: until that is corrected, the verdict stays open. */
function judgeUnknown(keyId: string | undefined, { secrets, unusableSecrets = [] }: HmacRules): Verdict {
	const reason = explainWrong(keyId, secrets);
	return unusableSecrets.length === 0
		? rejected(reason)
		: undecided(`${reason}. ${unusableSecrets.join(' ')}`);
}

function explainWrong(keyId: string | undefined, secrets: readonly SigningSecret[]): string {
	const isUnknown = keyId !== undefined && !secrets.some((secret) => secret.keyId === keyId.trim());
	return `none of the signing secrets makes its signature${isUnknown ? '; it names a key ID that is not in the credential' : ''}`;
}
