import type { Ask } from '../ask';

/** The three verdicts on a signature that is not valid. */
export type SignatureFault = 'wrong' | 'not accepted' | 'cannot be checked';

export interface SignatureReason {
	fault: SignatureFault;
	/** In our words; the end of a sentence. */
	reason: string;
	remedy: string;
	/** What the sender can do about it. */
	ask?: Ask;
}

const DO_NOT_USE = 'Do not use the file. Ask the sender whether it comes from them, and for a new one.';
const askFor = (what: string) => `Ask the sender ${what}.`;
const WITHOUT_KEY =
	'Until then you can take their public key out of the credential: their files then count as signed by an unknown key.';

/** What the library says, and what it means. The first match counts. */
const meanings: Array<[RegExp, (match: RegExpExecArray) => SignatureReason]> = [
	[
		/Insecure message hash algorithm: ?(\S+)|(?:Insecure|too weak).*?\b(SHA-?1|MD5|RIPEMD|SHA-?224)/i,
		([, one, other]) => notAcceptedHash((one ?? other ?? '').replace(/\.$/, '')),
	],
	[/Hash algorithm too weak/i, () => notAcceptedHash('')],
	[
		/dsa keys are considered too weak/i,
		() => ({
			fault: 'not accepted',
			reason: 'it is made with a DSA key, which is out of use',
			remedy: `${askFor('to sign with an RSA or Ed25519 key')} ${WITHOUT_KEY}`,
			ask: 'strongKey',
		}),
	],
	[
		/RSA keys shorter than/i,
		() => ({
			fault: 'not accepted',
			reason: 'it is made with an RSA key of fewer than 2048 bits, which is too short',
			remedy: `${askFor('to sign with an RSA key of 3072 bits or more')} ${WITHOUT_KEY}`,
			ask: 'strongKey',
		}),
	],
	[
		/(?:key|Subkey) is expired|key.*expired/i,
		() => ({
			fault: 'not accepted',
			reason: 'the key that made it has expired',
			remedy: `${askFor('for their current public key, and paste it below the old one in the credential')} If they have only extended it, the same key with its new date is enough.`,
			ask: 'currentKey',
		}),
	],
	[
		/Signature is expired/i,
		() => ({
			fault: 'not accepted',
			reason: 'it was made to be valid for some time only, and that time is over',
			remedy: askFor('for a new file'),
		}),
	],
	[
		/revoked/i,
		() => ({
			fault: 'not accepted',
			reason: 'the key that made it has been revoked by its owner',
			remedy: `Do not use the file before you have talked to the sender. ${askFor('for their new public key')}`,
			ask: 'currentKey',
		}),
	],
	[
		/creation time|in the future|not yet valid/i,
		() => ({
			fault: 'not accepted',
			reason: 'it says that it was made in the future',
			remedy: "Compare the clock of n8n's computer with the sender's, and correct the one that is wrong.",
		}),
	],
	[
		/Could not find valid (?:signing|self).*|signing key packet|self-signature|Missing embedded signature/i,
		() => ({
			fault: 'not accepted',
			reason: 'the key that made it is not allowed to sign, or is not bound to its owner',
			remedy: `${askFor('for their current public key')} OpenPGP > Key > Inspect says what is wrong with this one.`,
			ask: 'currentKey',
		}),
	],
	[
		/not supported|Unsupported|unknown|Invalid enum|is disabled|Version \d/i,
		() => ({
			fault: 'cannot be checked',
			reason: 'it is of a kind that is not known here',
			remedy: askFor('to sign with RSA or Ed25519 and SHA-256, as all current software can'),
			ask: 'sha256',
		}),
	],
	[
		/not the signature that was announced|not a signature over data/i,
		() => ({ fault: 'wrong', reason: 'it is not the signature that was announced', remedy: DO_NOT_USE }),
	],
	[
		/digest did not match|verification failed|does not match/i,
		() => ({ fault: 'wrong', reason: 'it does not belong to this content', remedy: DO_NOT_USE }),
	],
];

function notAcceptedHash(name: string): SignatureReason {
	const hash = /sha-?1$/i.test(name) ? 'SHA-1' : name === '' ? 'a weak hash function' : name.toUpperCase();
	const why = /sha-?1|md5/i.test(hash) ? 'which can be forged' : 'which is too weak or out of use';
	const door =
		hash === 'SHA-1'
			? ' For an old partner, Decrypt and Verify have the option Compatibility > SHA-1 Signatures.'
			: '';
	return {
		fault: 'not accepted',
		reason: `it uses ${hash}, ${why}`,
		remedy: `${askFor('to sign with SHA-256 or better')}${door} ${WITHOUT_KEY}`,
		ask: 'sha256',
	};
}

/** The library's reasons are sentences; a longer one repeats what a stranger wrote into the signature. */
const REASON_LENGTH_AT_MOST = 300;

/** The library's reason in our words; an unknown reason counts as a wrong signature. */
export function explainSignature(libraryReason: string | undefined): SignatureReason {
	const said = (libraryReason ?? '').slice(0, REASON_LENGTH_AT_MOST);
	for (const [pattern, meaning] of meanings) {
		const match = pattern.exec(said);
		if (match !== null) return meaning(match);
	}
	return { fault: 'wrong', reason: 'it does not belong to this content', remedy: DO_NOT_USE };
}

/** "The signature by Jo is not accepted: it uses SHA-1, which can be forged", for the beginning of an error text. */
export const sentenceOf = (who: string, { fault, reason }: SignatureReason): string =>
	fault === 'cannot be checked'
		? `The signature by ${who} cannot be checked here: ${reason}`
		: `The signature by ${who} is ${fault}: ${reason}`;
