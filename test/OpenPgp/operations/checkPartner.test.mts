import { enums, type PrivateKey } from 'openpgp';
import type { INodeExecutionData } from 'n8n-workflow';
import type { PartnerCheck } from '../../../nodes/OpenPgp/partner/partnerFacts';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptBytes, encryptPackets, encryptUnprotected, sealUnprotected } from '../messages.mts';
import { idOf, newKey } from '../newKey.mts';
import { noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from('ID,AMOUNT\n1,2.00\n');
const DAY_SECONDS = 24 * 3_600;

let node: OpenPgpNode;
let ours: PrivateKey;
let partner: PrivateKey;

beforeAll(async () => {
	node = await OpenPgpNode.start();
	[ours, partner] = await Promise.all([
		newKey('Customer'),
		newKey('Partner', { type: 'rsa', rsaBits: 3072 }),
	]);
});
afterAll(async () => await node.stop());

const armorOf = (key: PrivateKey) => key.toPublic().armor();
const keysOf = (key: PrivateKey) => ({ privateKeys: key.armor() });

async function check(sample: Buffer | undefined, parameters: object = {}, keys = keysOf(ours)) {
	const item: INodeExecutionData =
		sample === undefined ? noFile : await node.itemWith({ data: [sample, 'report.csv.pgp'] });
	const given = {
		partnerKeys: armorOf(partner),
		...(sample === undefined && { input: 'none' }),
		...parameters,
	};
	const { items, error, hints, left } = await node.run('key.checkPartner', [item], given, { keys });
	expect([error?.message, left]).toEqual([undefined, 0]);
	const result = items[0]!.json as unknown as PartnerCheck;
	const ofLevel = (level: string) =>
		result.findings.filter((one) => one.level === level).map(({ what }) => what);
	return { ...result, problems: ofLevel('problem'), notes: ofLevel('note'), hint: hints[0]!.message };
}

const signedBy = async (key: PrivateKey, hash: enums.hash.sha1 | enums.hash.sha512) =>
	Buffer.from(frameSignedMessage(csv, await signBytes(csv, { key, hash })));

it('a partner without problems is told so, with a description of the sample', async () => {
	const sample = await encryptBytes(csv, { to: [ours.toPublic()], signedBy: [partner] });
	const result = await check(sample);
	expect(result).toMatchObject({
		verdict: 'ready',
		findings: [],
		sample: {
			opens: true,
			withKey: ours.subkeys[0]!.getKeyID().toHex().toUpperCase(),
			cipher: 'aes256',
			integrity: 'MDC',
			signature: { verdict: 'valid' },
			bytes: csv.length,
			fileName: 'report.csv',
		},
		hint: 'Ready',
		ownPublicKey: armorOf(ours),
	});
	expect(result.textForPartner).toContain(ours.getFingerprint().toUpperCase());
	expect(JSON.stringify(result)).not.toContain('PRIVATE KEY');
});

it('only the keys are checked without a sample', async () => {
	const result = await check(undefined);
	expect(result.sample).toBeUndefined();
	expect(result.partnerKeys.map(({ keyId }) => keyId)).toEqual([idOf(partner)]);
});

it.each<[string, () => Promise<Buffer>, RegExp, RegExp]>([
	[
		'no integrity protection',
		async () => await encryptUnprotected(csv, ours.toPublic()),
		/does not open: The file is encrypted without integrity protection/,
		/integrity protection \(MDC/,
	],
	[
		'a signature with SHA-1',
		async () => await encryptPackets(await signedBy(partner, enums.hash.sha1), ours.toPublic(), 'AES'),
		/uses SHA-1.*With Options > Compatibility > SHA-1 Signatures it opens/,
		/sign with SHA-256/,
	],
	[
		'a signature with SHA-1 inside a file without integrity protection',
		async () => await sealUnprotected(await signedBy(partner, enums.hash.sha1), ours.toPublic()),
		/With Options > Compatibility > No Integrity Protection, If Signed and SHA-1 Signatures it opens/,
		/integrity protection \(MDC/,
	],
	[
		'a file that is not encrypted',
		async () => csv,
		/The file is not encrypted with OpenPGP: it is plain text/,
		/Please encrypt to our key/,
	],
	[
		'a file to somebody else',
		async () => await encryptBytes(csv, { to: [partner.toPublic()] }),
		/None of your private keys opens the file/,
		/Please encrypt to our key/,
	],
	[
		'a session key that our key does not open, as with an old cipher',
		async () => {
			const file = await encryptBytes(csv, { to: [ours.toPublic()] });
			file[40]! ^= 1;
			return file;
		},
		/but that key does not open it/,
		/Please encrypt with AES/,
	],
	[
		'two messages in one file',
		async () => {
			const file = await encryptBytes(csv, { to: [ours.toPublic()] });
			return Buffer.concat([file, file]);
		},
		/several OpenPGP messages/,
		/each encrypted message as a separate file/,
	],
	[
		'a signature by a key that is not here',
		async () => await encryptBytes(csv, { to: [ours.toPublic()], signedBy: [await newKey('Other')] }),
		/signed by the key [0-9A-F]{16}, which is not among the partner's public keys/,
		/send us the public key that you sign with/,
	],
])('%s is a problem, and the text asks the partner for the right thing', async (_, make, problem, asked) => {
	const result = await check(await make());
	expect(result.verdict).toBe('not ready');
	expect(result.problems.join()).toMatch(problem);
	expect(result.textForPartner).toMatch(asked);
	expect(result.hint).toMatch(/^Not ready: /);
});

it('without a private key the partner is told that our key follows, in words that can be sent', async () => {
	const sample = await encryptBytes(csv, { to: [ours.toPublic()] });
	const result = await check(sample, { partnerTool: 'gpg' }, { privateKeys: '' });
	expect(result.problems.join()).toContain('There is no usable private key');
	expect(result.textForPartner).toContain('to our key, which we will send you separately.');
	expect(result.textForPartner).toContain('--recipient OUR-FINGERPRINT');
});

it('a missing signature and an old cipher are notes', async () => {
	const result = await check(
		await encryptPackets(await signedBy(partner, enums.hash.sha512), ours.toPublic(), '3DES'),
	);
	expect(result).toMatchObject({ verdict: 'ready, with notes', problems: [] });
	expect(result.notes.join()).toContain('tripledes');
	expect(result.textForPartner).toContain('encrypt with AES');
	const unsigned = await check(await encryptBytes(csv, { to: [ours.toPublic()] }));
	expect(unsigned.notes).toEqual(['The sample is not signed, so nobody can tell who made it.']);
});

it('an expiry is given as a day', async () => {
	const soon = await newKey('Partner', { type: 'rsa', rsaBits: 2048, keyExpirationTime: 30 * DAY_SECONDS });
	const result = await check(undefined, { partnerKeys: armorOf(soon) });
	expect(result.notes).toEqual([
		expect.stringMatching(/expires on \d{4}-\d\d-\d\d, in (29|30) days/),
		expect.stringContaining('RSA with 2048 bits, which NIST accepts until 2030'),
	]);
	expect(result.findings.map(({ until }) => until)).toEqual([expect.any(String), '2030-12-31T23:59:59.000Z']);
	expect(result.textForPartner).toContain(`- Your key ${idOf(soon)} expires on`);
});

it('a partner whose key can no longer be used is a problem', async () => {
	const old = await newKey('Partner', {
		date: new Date('2024-01-01T00:00:00Z'),
		keyExpirationTime: DAY_SECONDS,
	});
	const result = await check(undefined, { partnerKeys: armorOf(old) });
	expect(result.problems).toEqual([
		expect.stringContaining('can no longer be used: it expired on 2024-01-02'),
	]);
});

it('a key of ours that needs more than older programs support is reported', async () => {
	const modern = await newKey('Customer', { config: { aeadProtect: true } });
	const result = await check(undefined, {}, keysOf(modern));
	expect(result.notes.join()).toMatch(/asks for AEAD.*Tesouro asks for keys from GnuPG below 2\.4/);
});

it.each([
	['gpg', 'gpg --sign --encrypt --recipient'],
	['kleopatra', 'File > Sign/Encrypt'],
	['bouncyCastle', 'JcePublicKeyKeyEncryptionMethodGenerator'],
	['goAnywhere', 'PGP Encrypt task'],
	['eBusinessServer', 'ebs --encrypt --sign'],
])('the text uses the words of %s', async (partnerTool, words) => {
	expect((await check(undefined, { partnerTool })).textForPartner).toContain(words);
});

it.each<[string, () => object, RegExp]>([
	['a private key of the partner', () => ({ partnerKeys: partner.armor() }), /is a private key/],
	['a tool that is not in the list', () => ({ partnerTool: '={{ "pgp" }}' }), /has no entry pgp/],
	[
		'a key that cannot be read',
		() => ({ partnerKeys: 'nothing' }),
		/The partner's public key cannot be read/,
	],
])('%s is refused', async (_, parameters, message) => {
	const given = { input: 'none', ...parameters() };
	await node.fail('key.checkPartner', noFile, message, given, { keys: keysOf(ours) });
});

it('a missing sample is an error, not a finding', async () => {
	await node.fail('key.checkPartner', noFile, /./, { partnerKeys: armorOf(partner) }, { keys: keysOf(ours) });
});
