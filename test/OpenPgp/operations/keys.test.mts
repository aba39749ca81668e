import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
	decryptKey,
	encrypt,
	createMessage,
	enums,
	readKey,
	readPrivateKey,
	revokeKey,
	type PrivateKey,
} from 'openpgp';
import { idOf, newKey, newLockedKey } from '../newKey.mts';
import { binaryModes, noFile, OpenPgpNode } from './openPgpNode.mts';

const execute = promisify(execFile);
const DAY_MS = 24 * 3_600_000;
const DAY_SECONDS = 24 * 3_600;
const PASSPHRASE = 'correct horse battery';

let node: OpenPgpNode;
let ours: PrivateKey;
let locked: { armor: string; key: PrivateKey };

beforeAll(async () => {
	ours = await newKey('Customer', { keyExpirationTime: 20 * DAY_SECONDS });
	locked = await newLockedKey('Locked', PASSPHRASE);
});

const inspect = async (...keys: string[]) => {
	const { items, error } = await node.run('key.inspect', [noFile], {
		keySource: 'pasted',
		publicKeys: keys.join('\n'),
	});
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
};
const publicArmor = (key: PrivateKey) => key.toPublic().armor();

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	it('refuses a private key in a field of the node, and says what to do now', async () => {
		for (const [name, parameters] of [
			['key.inspect', { keySource: 'pasted', publicKeys: locked.armor }],
			['file.encrypt', { input: 'text', text: 'x', recipients: 'pasted', recipientKeys: locked.armor }],
			['file.verify', { input: 'text', text: 'x', keySource: 'pasted', publicKeys: ours.armor() }],
		] as const) {
			const error = await node.fail(name, noFile, /is a private key\. Everybody who can open/, parameters);
			expect(error.description).toContain('Delete it here');
			expect(`${error.message} ${error.description}`).not.toContain(
				locked.armor.split('\n')[3]!.slice(0, 20),
			);
		}
	});

	describe('inspecting', () => {
		it('gives one item for each key of the credential, whatever the passphrase', async () => {
			const { items, hints } = await node.run(
				'key.inspect',
				[noFile],
				{},
				{
					keys: { privateKeys: `${ours.armor()}\n${locked.armor}`, publicKeys: publicArmor(ours) },
				},
			);
			expect(items.map(({ json: { keyId, isPrivate, source } }) => [keyId, isPrivate, source])).toEqual([
				[idOf(ours), true, 'Private Keys'],
				[idOf(locked.key), true, 'Private Keys'],
				[idOf(ours), false, "Provider's Public Keys"],
			]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
			expect(items[0]!.json).toEqual({
				fingerprint: ours.getFingerprint().toUpperCase(),
				keyId: idOf(ours),
				userIds: ['Customer'],
				algorithm: 'eddsaLegacy',
				curve: 'ed25519Legacy',
				created: ours.getCreationTime().toISOString(),
				expires: new Date(ours.getCreationTime().getTime() + 20 * DAY_MS).toISOString(),
				daysLeft: 19,
				isPrivate: true,
				revoked: false,
				canEncrypt: true,
				canSign: true,
				subkeys: [
					{
						fingerprint: ours.subkeys[0]!.getFingerprint().toUpperCase(),
						keyId: ours.subkeys[0]!.getKeyID().toHex().toUpperCase(),
						algorithm: 'ecdh',
						curve: 'curve25519Legacy',
						created: ours.getCreationTime().toISOString(),
						expires: new Date(ours.getCreationTime().getTime() + 20 * DAY_MS).toISOString(),
						revoked: false,
						usage: ['encrypt'],
					},
				],
				source: 'Private Keys',
			});
			expect(items[1]!.json).not.toHaveProperty('daysLeft');
			expect(hints.map(({ message }) => message)).toEqual(['3 keys, the next one expires in 19 days']);
			expect(JSON.stringify(items)).not.toContain('BEGIN PGP');
		});

		it('takes pasted keys without a credential, and both with one', async () => {
			expect(await inspect(publicArmor(ours), publicArmor(locked.key))).toHaveLength(2);
			const { items } = await node.run(
				'key.inspect',
				[noFile],
				{ keySource: 'both', publicKeys: publicArmor(locked.key) },
				{ keys: { publicKeys: publicArmor(ours) } },
			);
			expect(items.map(({ json }) => json.source)).toEqual(["Provider's Public Keys", 'Public Keys']);
		});

		it('shows the bits of an RSA key', async () => {
			const [facts] = await inspect(publicArmor(await newKey('RSA', { type: 'rsa', rsaBits: 2048 })));
			expect(facts).toMatchObject({ algorithm: 'rsaEncryptSign', bits: 2048 });
			expect(facts).not.toHaveProperty('curve');
		});

		it('counts below zero after the key has expired', async () => {
			const date = new Date(Date.now() - 10.5 * DAY_MS);
			const [facts] = await inspect(
				publicArmor(await newKey('Old', { date, keyExpirationTime: DAY_SECONDS })),
			);
			expect(facts).toMatchObject({ daysLeft: -10, canEncrypt: false, canSign: false, revoked: false });
		});

		it('warns of a subkey that expires before the key', async () => {
			// Made anew for each key: the library writes into it.
			const subkeys = () => [{ keyExpirationTime: 5 * DAY_SECONDS } as never];
			const [facts] = await inspect(publicArmor(await newKey('Half', { subkeys: subkeys() })));
			expect(facts).toMatchObject({ daysLeft: 4, canEncrypt: true });
			const date = new Date(Date.now() - 10.5 * DAY_MS);
			const [gone] = await inspect(publicArmor(await newKey('Gone', { date, subkeys: subkeys() })));
			expect(gone).toMatchObject({ daysLeft: -6, canEncrypt: false, canSign: true });
		});

		it('does not warn of a subkey that another one has replaced', async () => {
			const key = await newKey('Renewed', {
				subkeys: [{ keyExpirationTime: 5 * DAY_SECONDS } as never, {}],
			});
			const [facts] = await inspect(publicArmor(key));
			expect(facts).not.toHaveProperty('daysLeft');
			expect(facts!.subkeys).toHaveLength(2);
		});

		it('shows that a key was revoked', async () => {
			const key = await newKey('Revoked');
			const { publicKey } = await revokeKey({
				key,
				reasonForRevocation: { flag: enums.reasonForRevocation.keyRetired },
				format: 'object',
			});
			const [facts] = await inspect(publicKey.armor());
			expect(facts).toMatchObject({ revoked: true, canEncrypt: false, canSign: false });
		});

		it('never skips a key silently', async () => {
			const broken = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEabcd\n-----END PGP PUBLIC KEY BLOCK-----';
			await node.fail('key.inspect', noFile, /A key cannot be read/, {
				keySource: 'pasted',
				publicKeys: `${publicArmor(ours)}\n${broken}`,
			});
			await node.fail('key.inspect', noFile, /no key to inspect/, {}, { keys: { publicKeys: '' } });
			await node.fail('key.inspect', noFile, /needs keys from an OpenPGP Key credential/);
		});

		it.each([
			[0.5, '1 key, the next one expires in less than a day'],
			[1.5, '1 key, the next one expires in 1 day'],
			[2.5, '1 key, the next one expires in 2 days'],
			[-1.5, '1 key, 1 expired'],
		])('hints at a key with %p days left', async (days, message) => {
			const date = new Date(Date.now() - 3 * DAY_MS);
			const key = await newKey('Customer', { date, keyExpirationTime: (3 + days) * DAY_SECONDS });
			const { hints } = await node.run('key.inspect', [noFile], {
				keySource: 'pasted',
				publicKeys: publicArmor(key),
			});
			expect(hints.map((hint) => hint.message)).toEqual([message]);
		});

		it('continues after a second item that fails', async () => {
			const items = [publicArmor(ours), 'nonsense', publicArmor(ours)].map((key) => ({ json: { key } }));
			const result = await node.run(
				'key.inspect',
				items,
				{ keySource: 'pasted', publicKeys: '={{ $json.key }}' },
				{ onError: 'continueRegularOutput' },
			);
			expect(result.items.map(({ json }) => typeof json.error)).toEqual(['undefined', 'string', 'undefined']);
		});
	});

	describe('generating', () => {
		const wish = { userName: 'Example Ltd', email: 'reports@example.com', algorithm: 'curve25519' };
		const keys = { passphrase: PASSPHRASE };

		it.each([
			['curve25519', { algorithm: 'eddsaLegacy' }],
			['rsa4096', { algorithm: 'rsaEncryptSign', bits: 4096 }],
		])(
			'makes a pair of %s whose private half is locked',
			async (algorithm, facts) => {
				const made = await node.succeed(
					'key.generate',
					noFile,
					{ ...wish, algorithm, validDays: 90 },
					{ keys },
				);
				expect(made.json).toMatchObject({
					...facts,
					userIds: ['Example Ltd <reports@example.com>'],
					daysLeft: 89,
					isPrivate: false,
					canEncrypt: true,
					canSign: true,
				});
				const publicKey = await readKey({ armoredKey: made.json.publicKey as string });
				expect(publicKey.isPrivate()).toBe(false);
				expect((await node.read(made, 'publicKey')).toString()).toBe(made.json.publicKey);

				const privateKey = await readPrivateKey({
					armoredKey: (await node.read(made, 'privateKey')).toString(),
				});
				expect(privateKey.getKeys().map((key) => key.isDecrypted())).toEqual([false, false]);
				const unlocked = await decryptKey({ privateKey, passphrase: PASSPHRASE });
				expect(unlocked.getFingerprint()).toBe(publicKey.getFingerprint());
				await expect(decryptKey({ privateKey, passphrase: 'wrong' })).rejects.toThrow();

				const { publicKey: revoked } = await revokeKey({
					key: publicKey,
					revocationCertificate: (await node.read(made, 'revocationCertificate')).toString(),
					format: 'object',
				});
				expect(await revoked.isRevoked()).toBe(true);
				expect(JSON.stringify(made.json)).not.toMatch(/PRIVATE KEY|correct horse/);
			},
			60_000,
		);

		it('says in three steps what to do with the files, which can be viewed and have telling names', async () => {
			const { items, hints } = await node.run('key.generate', [noFile], wish, { keys });
			const id = items[0]!.json.keyId as string;
			const files = Object.values(items[0]!.binary!);
			expect(files.map(({ fileName }) => fileName)).toEqual([
				`SEND-TO-PROVIDER-${id}-public.asc`,
				`KEEP-${id}-private.asc`,
				`KEEP-${id}-revocation.asc`,
			]);
			expect(files.map(({ mimeType, fileType }) => [mimeType, fileType])).toEqual(
				Array(3).fill(['text/plain', 'text']),
			);
			expect(hints.map(({ message }) => message)).toEqual([
				`1. Send SEND-TO-PROVIDER-${id}-public.asc to the provider.<br>2. Keep KEEP-${id}-private.asc and KEEP-${id}-revocation.asc in a safe place, and send them to nobody.<br>3. View KEEP-${id}-private.asc, copy all of it, and paste it with its passphrase into the credential that decrypts: that of your provider, or OpenPGP Key.`,
			]);
		});

		it('makes keys that the node itself can use', async () => {
			const made = await node.succeed('key.generate', noFile, wish, { keys });
			const encryptionKeys = await readKey({ armoredKey: made.json.publicKey as string });
			const message = await createMessage({ text: 'hello' });
			const text = await encrypt({ message, encryptionKeys });
			const privateKeys = (await node.read(made, 'privateKey')).toString();
			const opened = await node.succeed(
				'file.decrypt',
				noFile,
				{ input: 'text', text },
				{
					keys: { privateKeys, passphrase: PASSPHRASE },
				},
			);
			expect(opened.json.text).toBe('hello');
		});

		it.each([
			['no passphrase', {}, {}, /no passphrase/],
			['a short passphrase', {}, { passphrase: 'elevenchars' }, /shorter than 12/],
			['no name', { userName: ' ' }, keys, /name is empty/],
			['a name like an address', { userName: 'A <b>' }, keys, /name is empty, or has/],
			['no address', { email: 'nonsense' }, keys, /not an email address/],
			['no days', { validDays: 0 }, keys, /valid for 0 days/],
		])('refuses %s', async (_, parameters, given, message) => {
			const error = await node.fail(
				'key.generate',
				noFile,
				message,
				{ ...wish, ...parameters },
				{ keys: given },
			);
			expect(JSON.stringify(error)).not.toContain('elevenchars');
		});

		it('needs a credential', async () => {
			await node.fail('key.generate', noFile, /needs keys from an OpenPGP Key credential/, wish);
		});

		it('refuses an algorithm that is not in the list', async () => {
			await node.fail(
				'key.generate',
				noFile,
				/no algorithm dsa/,
				{ ...wish, algorithm: '={{ "dsa" }}' },
				{ keys },
			);
		});

		it('continues after a second item that fails', async () => {
			const items = ['One', '', 'Three'].map((name) => ({ json: { name } }));
			const result = await node.run(
				'key.generate',
				items,
				{ ...wish, userName: '={{ $json.name }}' },
				{
					keys,
					onError: 'continueRegularOutput',
				},
			);
			expect(result.items.map(({ json }) => typeof json.error)).toEqual(['undefined', 'string', 'undefined']);
		});
	});
});

it('counts days of 24 hours, whatever the time zone of n8n', async () => {
	const date = new Date(Date.now() - DAY_MS);
	const armor = publicArmor(await newKey('Customer', { date, keyExpirationTime: 4.2 * DAY_SECONDS }));
	// Of its own process: the zone of a running one cannot be changed.
	const code = `
		const { readKey } = require('./nodes/shared/vendor/openpgp.ts');
		const { keyFacts } = require('./nodes/OpenPgp/keys/keyFacts.ts');
		readKey({ armoredKey: ${JSON.stringify(armor)} })
			.then((key) => keyFacts(key, new Date()))
			.then((facts) => console.log(JSON.stringify({ zone: new Date().getTimezoneOffset(), ...facts })));`;
	const args = ['--import', 'tsx', '--eval', code];
	const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
	const seen = await Promise.all(
		zones.map(async (TZ) => {
			const { stdout } = await execute(process.execPath, args, { env: { ...process.env, TZ } });
			return JSON.parse(stdout) as Record<string, unknown>;
		}),
	);
	expect(seen.map(({ zone }) => zone)).toEqual([-840, 660]);
	expect(seen.map(({ daysLeft }) => daysLeft)).toEqual([3, 3]);
	expect(seen[0]!.expires).toBe(seen[1]!.expires);
	expect(seen[0]!.expires).toMatch(/Z$/);
});
