import { dayOf } from '../keys/dayOf';
import { asks, type Ask } from '../ask';
import type { Finding } from './finding';
import { toolWords, type OurKey, type Tool } from './toolWords';

/** In words that fit every tool. */
const requests: Record<Ask, (key: OurKey) => string> = {
	ourKey: ({ fingerprint, encryptionKeyId }) =>
		`Please encrypt to our key ${fingerprint}. Its key ID for encryption is ${encryptionKeyId}.`,
	sign: () => 'Please sign each file, inside the encryption, so we can tell that it comes from you.',
	sha256: () => 'Please sign with SHA-256 or better. SHA-1 can be forged.',
	aes: () => 'Please encrypt with AES (128 or 256 bits).',
	integrity: () =>
		'Please encrypt with integrity protection (MDC, or AEAD if both sides have it), so we can tell if a file was changed on its way.',
	oneFile: () => 'Please send each encrypted message as a separate file.',
	strongKey: () =>
		'Please sign with an RSA key of 3072 bits or more, or with an Ed25519 key. DSA and RSA 1024 are too weak.',
	currentKey: () => 'Please send us your current public key, or extend the one we have and send it again.',
	publicKey: () => 'Please send us the public key that you sign with.',
};

/** While there is no key of ours that can be encrypted to. */
const KEY_FOLLOWS = 'Please encrypt to our key, which we will send you separately.';
const noKeyYet: OurKey = { fingerprint: 'OUR-FINGERPRINT', encryptionKeyId: 'OUR-KEY-ID' };

/** A text for the partner that holds no secret: what we ask for, how their tool does it, and what ends when. */
export function textForPartner(
	findings: Finding[],
	{
		tool,
		key,
		now,
		isSampleTried,
	}: { tool: Tool; key: OurKey | undefined; now: Date; isSampleTried: boolean },
): string {
	const wanted = new Set<Ask>(findings.flatMap(({ ask }) => (ask === undefined ? [] : [ask])));
	if (key !== undefined) wanted.add('ourKey');
	const known = key ?? noKeyYet;
	const { name, how } = toolWords[tool];
	const lines = asks
		.filter((ask) => wanted.has(ask))
		.map((ask) => {
			const way = how[ask]?.(known);
			const request = ask === 'ourKey' && key === undefined ? KEY_FOLLOWS : requests[ask](known);
			return `- ${request}${way === undefined ? '' : `\n  ${name}: ${way}`}`;
		});
	const later = findings.flatMap(({ until, what }) => (until === undefined ? [] : [`- ${what}`]));
	return [
		`Hello,\n\non ${dayOf(now)} we checked how your OpenPGP keys${isSampleTried ? ' and your sample file' : ''} work with ours.`,
		lines.length > 0 ? `What we ask you for:\n${lines.join('\n')}` : 'There is nothing to change.',
		...(later.length > 0 ? [`What ends later:\n${forThem(later.join('\n'))}`] : []),
		'Please compare fingerprints with us by telephone before the first real file.\n\nThank you',
	].join('\n\n');
}

/** What is "yours" to us is "ours" to them. */
const forThem = (text: string) =>
	text.replace(/Your key/g, 'Our key').replace(/The partner's key/g, 'Your key');
