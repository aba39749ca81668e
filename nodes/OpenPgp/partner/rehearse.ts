import type { Key, PublicKey } from '../../shared/vendor/openpgp';
import { abilityOf } from '../keys/abilities';
import { keyFacts } from '../keys/keyFacts';
import type { KeyRing } from '../keys/keys';
import type { Finding } from './finding';
import { ownKeyFindings, partnerKeyFindings } from './keyFindings';
import type { PartnerCheck, SampleFacts } from './partnerFacts';
import { textForPartner } from './textForPartner';
import type { OurKey, Tool } from './toolWords';

export interface Rehearsal {
	ring: KeyRing;
	partnerKeys: PublicKey[];
	tried: { sample: SampleFacts; findings: Finding[] } | undefined;
	tool: Tool;
	now: Date;
}

/** What will happen on the day, what ends when, and a text for the partner. */
export async function rehearse({ ring, partnerKeys, tried, tool, now }: Rehearsal): Promise<PartnerCheck> {
	const own = await chooseOwn(ring, now);
	const findings: Finding[] = [
		...(tried?.findings ?? []),
		...(partnerKeys.length === 0 ? [noPartnerKey] : []),
		...(await inTurn(partnerKeys, async (key) => await partnerKeyFindings(key, now))),
		...(own === undefined ? [noOwnKey(ring)] : await ownKeyFindings(own.key, now)),
	];
	const hasProblem = findings.some(({ level }) => level === 'problem');
	return {
		verdict: hasProblem ? 'not ready' : findings.length > 0 ? 'ready, with notes' : 'ready',
		findings,
		...(tried && { sample: tried.sample }),
		partnerKeys: await inTurn(partnerKeys, async (key) => [await keyFacts(key, now)]),
		ownKeys: await inTurn(ring.decryptionKeys, async (key) => [await keyFacts(key.toPublic(), now)]),
		textForPartner: textForPartner(findings, {
			tool,
			key: own?.told,
			now,
			isSampleTried: tried !== undefined,
		}),
		...(own && { ownPublicKey: own.key.toPublic().armor() }),
	};
}

const noPartnerKey: Finding = {
	level: 'note',
	what: 'There is no public key of the partner, so you can neither verify their signatures nor encrypt to them.',
	ask: 'publicKey',
};
const noOwnKey = ({ problems }: KeyRing): Finding => ({
	level: 'problem',
	what: `There is no usable private key, so files encrypted to you cannot be decrypted. ${problems.join(' ')}`.trim(),
});

/** The key that the partner should encrypt to: the first that can be, else the first. */
async function chooseOwn({ decryptionKeys }: KeyRing, now: Date) {
	const tried: Array<{ key: Key; told?: OurKey }> = [];
	for (const key of decryptionKeys) {
		const { part } = await abilityOf(key.toPublic(), 'encrypt', now);
		const fingerprint = key.getFingerprint().toUpperCase();
		const encryptionKeyId = part?.getKeyID().toHex().toUpperCase();
		tried.push({ key, ...(encryptionKeyId && { told: { fingerprint, encryptionKeyId } }) });
	}
	return tried.find(({ told }) => told !== undefined) ?? tried[0];
}

async function inTurn<T, R>(all: T[], work: (one: T) => Promise<R[]>): Promise<R[]> {
	const results: R[] = [];
	for (const one of all) results.push(...(await work(one)));
	return results;
}
