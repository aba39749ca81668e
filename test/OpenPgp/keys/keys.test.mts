import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { readKey, type PrivateKey, type SecretKeyPacket } from 'openpgp';
import { describeKey } from '../../../nodes/OpenPgp/keys/keyFacts';
import { readKeyRing, type OpenPgpKeyCredential } from '../../../nodes/OpenPgp/keys/keys';
import { openPgpKeyTest } from '../../../nodes/OpenPgp/keys/testOpenPgpKey';
import { idOf, newKey, newLockedKey } from '../newKey.mts';

const PASSPHRASE = 'correct horse battery';

let ours: PrivateKey;
let theirs: PrivateKey;
let locked: { armor: string; key: PrivateKey };
let lockedBefore: { armor: string; key: PrivateKey };

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Tesouro');
	locked = await newLockedKey('Customer', PASSPHRASE);
	lockedBefore = await newLockedKey('Customer before', PASSPHRASE);
});

const publicArmor = (key: PrivateKey) => key.toPublic().armor();
const problemsOf = async (credential: OpenPgpKeyCredential) => (await readKeyRing(credential)).problems;

describe('private keys', () => {
	it('are unlocked with the passphrase, and ready to decrypt', async () => {
		const ring = await readKeyRing({ privateKeys: locked.armor, passphrase: PASSPHRASE });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys.map((key) => key.isDecrypted())).toEqual([true]);
	});

	it('are unlocked with one passphrase when two are in one field, as during a rotation', async () => {
		const privateKeys = `${locked.armor}\n${lockedBefore.armor}`;
		const ring = await readKeyRing({ privateKeys, passphrase: PASSPHRASE });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys.map(idOf)).toEqual([locked.key, lockedBefore.key].map(idOf));
	});

	it('are accepted without protection although a passphrase is given', async () => {
		const ring = await readKeyRing({ privateKeys: ours.armor(), passphrase: PASSPHRASE });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys.map(idOf)).toEqual([idOf(ours)]);
	});

	it('may be protected and unprotected side by side', async () => {
		const privateKeys = `${ours.armor()}\n${locked.armor}`;
		const ring = await readKeyRing({ privateKeys, passphrase: PASSPHRASE });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys).toHaveLength(2);
	});

	it('are unlocked if the primary key stayed on another computer (gpg --export-secret-subkeys)', async () => {
		const key = await newKey('Customer');
		(key.keyPacket as SecretKeyPacket & { makeDummy(): void }).makeDummy();
		for (const { keyPacket } of key.subkeys)
			await (keyPacket as unknown as SecretKeyPacket).encrypt(PASSPHRASE);
		const ring = await readKeyRing({ privateKeys: key.armor(), passphrase: PASSPHRASE });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys[0]?.subkeys.map(({ keyPacket }) => keyPacket.isDecrypted())).toEqual([true]);
		const wrong = await readKeyRing({ privateKeys: key.armor(), passphrase: 'wrong' });
		expect(wrong.problems.join()).toContain('does not open');
	});

	it('are named by their ID when the passphrase does not open them', async () => {
		const problems = await problemsOf({ privateKeys: locked.armor, passphrase: 'wrong' });
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatch(`Private key ${idOf(locked.key)} does not open with the passphrase. Check`);
	});

	it.each<[string, string, (passphrase: string) => string]>([
		['among other lines', PASSPHRASE, (passphrase) => `another one\n${passphrase}\nand a third`],
		['with a line break pasted behind it', PASSPHRASE, (passphrase) => `${passphrase}\n`],
		['with blanks pasted around it', PASSPHRASE, (passphrase) => `  ${passphrase} `],
		['that has blanks around it', '  lead and trail ', (passphrase) => passphrase],
		['decomposed, as macOS writes an umlaut', 'Grüße aus Köln', (passphrase) => passphrase.normalize('NFD')],
		[
			'composed, for a key made on macOS',
			'Grüße aus Köln'.normalize('NFD'),
			(passphrase) => passphrase.normalize('NFC'),
		],
	])('are unlocked with the passphrase %s', async (_, passphrase, pasted) => {
		const { armor } = await newLockedKey('Customer', passphrase);
		const ring = await readKeyRing({ privateKeys: armor, passphrase: pasted(passphrase) });
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys).toHaveLength(1);
	});

	it('are unlocked with two passphrases, one on each line', async () => {
		const other = await newLockedKey('Customer before', 'another passphrase');
		const ring = await readKeyRing({
			privateKeys: `${locked.armor}\n${other.armor}`,
			passphrase: `another passphrase\n${PASSPHRASE}`,
		});
		expect(ring.problems).toEqual([]);
		expect(ring.decryptionKeys.map(idOf)).toEqual([idOf(locked.key), idOf(other.key)]);
	});

	it('say that they need a passphrase when there is none', async () => {
		expect(await problemsOf({ privateKeys: locked.armor })).toEqual([
			`Private key ${idOf(locked.key)} is protected by a passphrase. Fill in "Passphrase" in the OpenPGP Key credential.`,
		]);
	});

	it('remain usable when another one does not open', async () => {
		const other = await newLockedKey('Other', 'another passphrase');
		const privateKeys = `${other.armor}\n${locked.armor}`;
		const ring = await readKeyRing({ privateKeys, passphrase: PASSPHRASE });
		expect(ring.decryptionKeys.map(idOf)).toEqual([idOf(locked.key)]);
		expect(ring.problems).toHaveLength(1);
		expect(ring.problems[0]).toContain(idOf(other.key));
	});
});

describe('a key in the wrong field', () => {
	it('is reported when it is public among private ones', async () => {
		const ring = await readKeyRing({ privateKeys: publicArmor(ours) });
		expect(ring.decryptionKeys).toEqual([]);
		expect(ring.problems).toEqual([
			`Key ${idOf(ours)} under "Private Keys" is a public key. Paste the block that begins with BEGIN PGP PRIVATE KEY BLOCK.`,
		]);
	});

	it("is reported when it is private among the provider's, and only its public half is used", async () => {
		const ring = await readKeyRing({ publicKeys: theirs.armor() });
		expect(ring.verificationKeys.map((key) => key.isPrivate())).toEqual([false]);
		expect(ring.problems).toEqual([
			`Key ${idOf(theirs)} under "Provider's Public Keys" is a private key. A provider never hands out its private key: check where this one comes from.`,
		]);
	});
});

describe('text that is not a key', () => {
	it('is not a problem when it is empty', async () => {
		for (const credential of [{}, { privateKeys: ' \n ', publicKeys: '', passphrase: 'x' }]) {
			expect(await readKeyRing(credential)).toEqual({
				decryptionKeys: [],
				verificationKeys: [],
				problems: [],
				notes: [],
				locked: [],
				hasMisplacedSecret: false,
				messagePasswords: [],
			});
		}
	});

	it.each<[string, () => string]>([
		['text', () => 'not a key'],
		['a block without its end', () => ours.armor().slice(0, 300)],
		['a block without its beginning', () => ours.armor().slice(60)],
	])('leads to an error that names the field and what to paste: %s', async (_, text) => {
		const [problem, ...others] = await problemsOf({ privateKeys: text() });
		expect(others).toEqual([]);
		expect(problem).toMatch(
			/^"Private Keys" holds no OpenPGP key.*\. Paste the whole block, from -----BEGIN PGP to the line that starts with -----END PGP\.$/,
		);
		expect((await problemsOf({ publicKeys: text() }))[0]).toContain(
			'"Provider\'s Public Keys" holds no OpenPGP key',
		);
	});

	it.each<[string, () => string]>([
		[
			'with lines missing in the middle',
			() => [...linesOf(ours).slice(0, 4), ...linesOf(ours).slice(-3)].join('\n'),
		],
		['with nothing in it', () => [linesOf(ours)[0], '', linesOf(ours).at(-1)].join('\n')],
		['of a message', () => '-----BEGIN PGP MESSAGE-----\n\nwcBMA\n-----END PGP MESSAGE-----'],
	])(
		'is reported by its number when it is a block %s, and the whole one beside it is used',
		async (_, text) => {
			const ring = await readKeyRing({ publicKeys: `${publicArmor(theirs)}\n${text()}` });
			expect(ring.verificationKeys.map((key) => key.getFingerprint())).toEqual([theirs.getFingerprint()]);
			expect(ring.problems).toHaveLength(1);
			expect(ring.problems[0]).toMatch(
				/^Block 2 under "Provider's Public Keys" \([A-Z ]+\) (cannot be read as a key|has nothing in it)/,
			);
		},
	);
});

describe('the description of a key', () => {
	const now = new Date('2026-06-01T12:00:00Z');
	const made = new Date('2026-01-01T00:00:00Z');
	const DAY = 24 * 3600;

	it.each<[string, Parameters<typeof newKey>[1], RegExp]>([
		['RSA 2048', { type: 'rsa', rsaBits: 2048 }, /\(rsaEncryptSign 2048, does not expire\)$/],
		['RSA 4096', { type: 'rsa', rsaBits: 4096 }, /\(rsaEncryptSign 4096, does not expire\)$/],
		['curve25519', { type: 'curve25519' }, /\(ed25519, does not expire\)$/],
		[
			'the older curve25519',
			{ type: 'ecc', curve: 'ed25519Legacy' as never },
			/\(eddsaLegacy ed25519Legacy, does/,
		],
		['nistP256', { type: 'ecc', curve: 'nistP256' }, /\(ecdsa nistP256, does not expire\)$/],
	])('names fingerprint and algorithm: %s', async (_, options, text) => {
		const key = await newKey('Tesouro', options);
		const ring = await readKeyRing({ privateKeys: key.armor(), publicKeys: publicArmor(key) });
		expect(ring.problems).toEqual([]);
		for (const read of [...ring.decryptionKeys, ...ring.verificationKeys]) {
			const description = await describeKey(read, now);
			expect(description).toMatch(text);
			expect(description.startsWith(key.getFingerprint().toUpperCase())).toBe(true);
		}
	});

	it.each([
		['that will expire', 200, 'expires on 2026-07-20'],
		['that expired', 30, 'expired on 2026-01-31'],
	])('names the day: %s', async (_, days, text) => {
		const key = await newKey('Tesouro', { date: made, keyExpirationTime: days * DAY });
		expect(await describeKey(await readKey({ armoredKey: publicArmor(key) }), now)).toContain(text);
	});

	it('says that it was revoked', async () => {
		const key = await newKey('Tesouro');
		const revoked = await key.revoke();
		expect(await describeKey(await readKey({ armoredKey: publicArmor(revoked) }), new Date())).toContain(
			'revoked',
		);
	});
});

describe('the credential test', () => {
	const test = async (credential: OpenPgpKeyCredential): Promise<INodeCredentialTestResult> =>
		await openPgpKeyTest.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'Keys',
			type: 'openPgpKeyApi',
			data: { ...credential },
		});

	it('shows fingerprint, algorithm and expiry of every key', async () => {
		const made = new Date();
		const expiring = await newKey('Tesouro', { date: made, keyExpirationTime: 10 * 24 * 3600 });
		const day = new Date(made.getTime() + 10 * 24 * 3_600_000).toISOString().slice(0, 10);
		const { status, message } = await test({
			privateKeys: locked.armor,
			passphrase: PASSPHRASE,
			publicKeys: publicArmor(expiring),
		});
		expect(status).toBe('OK');
		expect(message).toContain(
			`Private key ${locked.key.getFingerprint().toUpperCase()} (eddsaLegacy ed25519Legacy, does not expire).`,
		);
		expect(message).toContain(
			`Provider's public key ${expiring.getFingerprint().toUpperCase()} (eddsaLegacy ed25519Legacy, expires on ${day}).`,
		);
	});

	it('says when nobody can encrypt to a key any more, although the key itself is still valid', async () => {
		const subkeys = [{ keyExpirationTime: 10 * 24 * 3600 } as never];
		const key = await newKey('Customer', { subkeys });
		const day = new Date(key.getCreationTime().getTime() + 10 * 24 * 3_600_000).toISOString().slice(0, 10);
		const { message } = await test({ privateKeys: key.armor() });
		expect(message).toContain(`expires on ${day}`);
	});

	it.each<[string, () => OpenPgpKeyCredential, string]>([
		['there is no key', () => ({}), 'Nothing is filled in yet'],
		['the passphrase is wrong', () => ({ privateKeys: locked.armor, passphrase: 'no' }), 'does not open'],
		['a field holds something else', () => ({ publicKeys: 'hello' }), 'holds no OpenPGP key'],
		['a key lies in the wrong field', () => ({ privateKeys: publicArmor(theirs) }), 'is a public key'],
	])('fails when %s', async (_, credential, text) => {
		const { status, message } = await test(credential());
		expect(status).toBe('Error');
		expect(message).toContain(text);
	});

	it('fails for a field with nothing usable, beside a good one, and names it', async () => {
		const { status, message } = await test({ privateKeys: 'hello', publicKeys: publicArmor(theirs) });
		expect(status).toBe('Error');
		expect(message).toContain('"Private Keys" holds no OpenPGP key');
	});

	it('never shows key material or the passphrase', async () => {
		const damaged = linesOf(ours)
			.filter((_, index) => index !== 4)
			.join('\n');
		const credential = {
			privateKeys: `${locked.armor}\n${damaged}\n${publicArmor(theirs)}`,
			passphrase: 'this is secret',
			publicKeys: `${ours.armor()} "hello"`,
		};
		const { message } = await test(credential);
		expect(message).not.toContain('this is secret');
		const words = `${credential.privateKeys}\n${credential.publicKeys}`
			.split(/\s+/)
			.filter((word) => word.length > 20);
		expect(words.length).toBeGreaterThan(10);
		for (const word of words) expect(message).not.toContain(word.slice(0, 20));
	});
});

function linesOf(key: PrivateKey): string[] {
	return key.armor().trim().split(/\r?\n/);
}
