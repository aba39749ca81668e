import { enums, type Key } from '../../shared/vendor/openpgp';
import { dayOf } from '../keys/dayOf';
import { primarySelfSignature } from '../keys/selfSignature';
import { keyFacts } from '../keys/keyFacts';
import { shortName } from '../keys/shortName';
import type { Finding } from './finding';

const DAYS_TOLD = 90;
const RSA_BITS_UNTIL_2030 = 3072;
/** NIST SP 800-57 part 1, revision 5, section 5.6.3: a strength of 112 bits (RSA 2048) is acceptable through 2030. */
const RSA_2048_UNTIL = '2030-12-31T23:59:59.000Z';
/** Bits of the feature flags (RFC 9580, section 5.2.3.32; bit 2 is of GnuPG 2.3 and later). */
const GNUPG_AEAD = 0x02;
const SEIPD_V2 = 0x08;

const note = (what: string, more: Partial<Finding> = {}): Finding => ({ level: 'note', what, ...more });
const problem = (what: string, more: Partial<Finding> = {}): Finding => ({ level: 'problem', what, ...more });

/** What the partner's key can do today, and what ends it. */
export async function partnerKeyFindings(key: Key, now: Date): Promise<Finding[]> {
	const facts = await keyFacts(key, now);
	const name = `The partner's key ${shortName(key)}`;
	const findings: Finding[] = [];
	if (!facts.canSign && !facts.canEncrypt) {
		const why = facts.cannotSignBecause ?? facts.cannotEncryptBecause;
		findings.push(problem(`${name} can no longer be used: ${why}.`, { ask: 'currentKey' }));
	} else if (!facts.canEncrypt) {
		findings.push(
			note(`${name} cannot be encrypted to: ${facts.cannotEncryptBecause}.`, { ask: 'currentKey' }),
		);
	} else if (!facts.canSign) {
		findings.push(
			note(`${name} cannot verify new signatures: ${facts.cannotSignBecause}.`, { ask: 'currentKey' }),
		);
	}
	return [
		...findings,
		...expiryFindings(name, facts, now, 'currentKey'),
		...(await strengthFindings(name, key)),
	];
}

/** The same for our own key, as the partner's software will see it. */
export async function ownKeyFindings(key: Key, now: Date): Promise<Finding[]> {
	const facts = await keyFacts(key.toPublic(), now);
	const name = `Your key ${shortName(key)}`;
	return [
		...(facts.canEncrypt
			? []
			: [problem(`${name}: nobody can encrypt to it, because ${facts.cannotEncryptBecause}.`)]),
		...expiryFindings(name, facts, now),
		...(await strengthFindings(name, key)),
		...(await newerThanPartner(name, key)),
	];
}

function expiryFindings(
	name: string,
	{ expires, daysLeft }: { expires?: string; daysLeft?: number },
	now: Date,
	ask?: Finding['ask'],
): Finding[] {
	if (expires === undefined || daysLeft === undefined || new Date(expires) <= now) return [];
	const day = dayOf(new Date(expires));
	return daysLeft < DAYS_TOLD
		? [note(`${name} expires on ${day}, in ${daysLeft} days.`, { until: expires, ...(ask && { ask }) })]
		: [note(`${name} expires on ${day}.`, { until: expires })];
}

async function strengthFindings(name: string, key: Key): Promise<Finding[]> {
	const { algorithm, bits = 0 } = key.getAlgorithmInfo();
	const isRsa2048 = algorithm.startsWith('rsa') && bits >= 2047 && bits < RSA_BITS_UNTIL_2030;
	const hash = (await primarySelfSignature(key))?.hashAlgorithm;
	return [
		...(isRsa2048
			? [note(`${name} has RSA with ${bits} bits, which NIST accepts until 2030.`, { until: RSA_2048_UNTIL })]
			: []),
		...(hash === enums.hash.sha1
			? [
					note(
						`${name} has a self-signature with SHA-1. It works here; Sequoia and Red Hat Enterprise Linux 9 refuse such keys.`,
					),
				]
			: []),
	];
}

/** Keys that newer programs make ask for forms that older ones cannot write, or cannot be read by them at all. */
async function newerThanPartner(name: string, key: Key): Promise<Finding[]> {
	const { version } = key.keyPacket as unknown as { version: number };
	const features = (await primarySelfSignature(key))?.features?.[0] ?? 0;
	if (version !== 4) {
		return [note(`${name} is of version ${version}: GnuPG and most older programs cannot read it.`)];
	}
	return (features & (GNUPG_AEAD | SEIPD_V2)) === 0
		? []
		: [
				note(
					`${name} asks for AEAD (OCB), as keys from GnuPG 2.4 and later do. Older programs do not know it; Tesouro asks for keys from GnuPG below 2.4. OpenPGP > Key > Generate makes one without it.`,
				),
			];
}
