import { readKey, reformatKey, type PrivateKey } from 'openpgp';
import { abilityOf } from '../../../nodes/OpenPgp/keys/abilities';
import { readKeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { newKey, newLockedKey } from '../newKey.mts';

const DAY_SECONDS = 24 * 3_600;
const made = new Date('2025-01-01T00:00:00Z');
const extended = new Date('2025-12-01T00:00:00Z');
const now = new Date('2026-06-01T00:00:00Z');

/** The same key, once expired and once with its expiry extended later. */
let before: PrivateKey;
let after: PrivateKey;

beforeAll(async () => {
	before = await newKey('Provider', { date: made, keyExpirationTime: 400 * DAY_SECONDS });
	after = (
		await reformatKey({
			privateKey: before,
			userIDs: [{ name: 'Provider' }],
			date: extended,
			keyExpirationTime: 3_000 * DAY_SECONDS,
			format: 'object',
		})
	).privateKey;
});

const armorOf = (key: PrivateKey) => key.toPublic().armor();

describe('an extended key pasted beside its old copy', () => {
	it.each<[string, () => string]>([
		['below it', () => `${armorOf(before)}\n${armorOf(after)}`],
		['above it', () => `${armorOf(after)}\n${armorOf(before)}`],
		['twice', () => `${armorOf(after)}\n${armorOf(before)}\n${armorOf(after)}`],
	])('is one key that remains valid: %s', async (_, text) => {
		const ring = await readKeyRing({ publicKeys: text() });
		expect(ring.verificationKeys).toHaveLength(1);
		expect(ring.problems).toEqual([]);
		for (const purpose of ['sign', 'encrypt'] as const) {
			expect(await abilityOf(ring.verificationKeys[0]!, purpose, now)).toMatchObject({ can: true });
		}
	});

	it('has expired if only the old copy is there', async () => {
		const ability = await abilityOf(await readKey({ armoredKey: armorOf(before) }), 'sign', now);
		expect(ability).toEqual({ can: false, why: 'it expired on 2026-02-05' });
	});
});

it('a revocation in either copy counts', async () => {
	const key = await newKey('Provider');
	const revoked = await key.revoke();
	for (const text of [`${armorOf(revoked)}${armorOf(key)}`, `${armorOf(key)}${armorOf(revoked)}`]) {
		const ring = await readKeyRing({ publicKeys: text });
		expect(ring.verificationKeys).toHaveLength(1);
		expect((await abilityOf(ring.verificationKeys[0]!, 'sign', new Date())).why).toBe(
			'its owner has revoked it',
		);
	}
});

describe('a public half beside its private half', () => {
	it('is no problem, in either order', async () => {
		const { armor, key } = await newLockedKey('Ours', 'correct horse battery');
		for (const privateKeys of [`${armor}${armorOf(key)}`, `${armorOf(key)}${armor}`]) {
			const ring = await readKeyRing({ privateKeys, passphrase: 'correct horse battery' });
			expect(ring.problems).toEqual([]);
			expect(ring.decryptionKeys.map((one) => one.isDecrypted())).toEqual([true]);
		}
	});

	it('may contain a subkey that the private half lacks', async () => {
		const key = await newKey('Ours');
		const wider = await key.addSubkey({});
		const ring = await readKeyRing({ privateKeys: `${key.armor()}${armorOf(wider)}` });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys).toHaveLength(1);
		expect(await abilityOf(ring.decryptionKeys[0]!, 'open', now)).toMatchObject({ can: true });
	});
});

describe("one's own public key as the provider's", () => {
	it('is reported, and what follows if there is no other key', async () => {
		const key = await newKey('Ours');
		const ring = await readKeyRing({ privateKeys: key.armor(), publicKeys: armorOf(key) });
		expect(ring.problems).toEqual([]);
		expect(ring.notes).toEqual([
			expect.stringContaining('is your own key'),
			expect.stringContaining('deliveries and files that must be signed are refused'),
		]);
	});

	it("is reported alone when it is beside the provider's key", async () => {
		const [key, provider] = [await newKey('Ours'), await newKey('Provider')];
		const publicKeys = `${armorOf(provider)}${armorOf(key)}`;
		const ring = await readKeyRing({ privateKeys: key.armor(), publicKeys });
		expect(ring.problems).toEqual([]);
		expect(ring.notes).toEqual([expect.stringContaining('is your own key')]);
	});
});
