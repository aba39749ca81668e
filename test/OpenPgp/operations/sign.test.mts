import {
	createMessage,
	readCleartextMessage,
	readMessage,
	readSignature,
	verify,
	type PrivateKey,
} from 'openpgp';
import { newKey, newLockedKey } from '../newKey.mts';
import { asText, binaryModes, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from('id,name\r\n1,Bäckerei \n2,x\n'.repeat(300));

let node: OpenPgpNode;
let ours: PrivateKey;
let keys: Record<string, string>;

beforeAll(async () => {
	ours = await newKey('Customer');
	keys = { privateKeys: ours.armor() };
});

const item = async (bytes: Buffer = csv) => await node.itemWith({ data: [bytes, 'report.csv'] });
const verificationKeys = () => ours.toPublic();
const isRight = async (result: { signatures: Array<{ verified: Promise<true> }> }) =>
	await result.signatures[0]!.verified;

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	it.each(['binary', 'armored'])('makes a detached signature of the file, %s', async (format) => {
		const made = await node.succeed('file.sign', await item(), { form: 'detached', format }, { keys });
		const bytes = await node.read(made, 'signature');
		const signature = await (format === 'binary'
			? readSignature({ binarySignature: new Uint8Array(bytes) })
			: readSignature({ armoredSignature: bytes.toString() }));
		const message = await createMessage({ binary: new Uint8Array(csv) });
		expect(await isRight(await verify({ message, signature, verificationKeys: verificationKeys() }))).toBe(
			true,
		);
		expect(made.binary!.signature!.fileName).toBe(`report.csv.${format === 'binary' ? 'sig' : 'asc'}`);
		expect((await node.read(made)).equals(csv)).toBe(true);
		expect(factsOf(made)).toMatchObject({
			form: 'detached',
			inputBytes: csv.length,
			bytes: bytes.length,
			signer: {
				fingerprint: ours.getFingerprint().toUpperCase(),
				userId: 'Customer',
				algorithm: 'eddsaLegacy',
			},
		});
	});

	it.each(['binary', 'armored'])('makes a signed message of the file, %s', async (format) => {
		const made = await node.succeed('file.sign', await item(), { form: 'inline', format }, { keys });
		const bytes = await node.read(made);
		const message = await (format === 'binary'
			? readMessage({ binaryMessage: new Uint8Array(bytes) })
			: readMessage({ armoredMessage: bytes.toString() }));
		const verified = await verify({ message, verificationKeys: verificationKeys(), format: 'binary' });
		expect(await isRight(verified)).toBe(true);
		expect(Buffer.from(verified.data as Uint8Array).equals(csv)).toBe(true);
		expect(made.binary!.data!.fileName).toBe(`report.csv.${format === 'binary' ? 'gpg' : 'asc'}`);
		expect(made.binary!.signature).toBeUndefined();
	});

	it('signs text so that it stays readable', async () => {
		const text = 'Dear customer,\n- your report is ready\nTesouro';
		const made = await node.succeed('file.sign', noFile, asText(text), { keys });
		expect(made.json.text).toContain('- - your report is ready');
		const message = await readCleartextMessage({ cleartextMessage: made.json.text as string });
		const verified = await verify({ message, verificationKeys: verificationKeys() });
		expect(await isRight(verified)).toBe(true);
		expect(verified.data).toBe(text);
	});

	it('makes a detached signature of text, and keeps the text', async () => {
		const made = await node.succeed(
			'file.sign',
			noFile,
			{ ...asText('Grüße\n'), textForm: 'detached' },
			{
				keys,
			},
		);
		expect(made.json.text).toBe('Grüße\n');
		const signature = await readSignature({ armoredSignature: made.json.signature as string });
		const message = await createMessage({ binary: new TextEncoder().encode('Grüße\n') });
		expect(await isRight(await verify({ message, signature, verificationKeys: verificationKeys() }))).toBe(
			true,
		);
	});

	it('signs text inside a message', async () => {
		const made = await node.succeed(
			'file.sign',
			noFile,
			{ ...asText('Grüße'), textForm: 'inline' },
			{ keys },
		);
		const message = await readMessage({ armoredMessage: made.json.text as string });
		const verified = await verify({ message, verificationKeys: verificationKeys() });
		expect([await isRight(verified), verified.data]).toEqual([true, 'Grüße']);
	});

	it('signs with a protected key, whose passphrase is never shown', async () => {
		const locked = await newLockedKey('Locked', 'correct horse battery');
		const good = { privateKeys: locked.armor, passphrase: 'correct horse battery' };
		const made = await node.succeed('file.sign', await item(), {}, { keys: good });
		expect(JSON.stringify(made)).not.toContain('correct horse');
		const wrong = { privateKeys: locked.armor, passphrase: 'wrong horse battery' };
		const error = await node.fail(
			'file.sign',
			await item(),
			/no private key to sign with/,
			{},
			{ keys: wrong },
		);
		expect(error.description).toContain('does not open with the passphrase');
		expect(JSON.stringify(error)).not.toContain('wrong horse');
	});

	it('needs a credential, and a file', async () => {
		await node.fail('file.sign', await item(), /needs keys from an OpenPGP Key credential/);
		const { error } = await node.run('file.sign', [noFile], {}, { keys });
		expect(error?.message).toBeTruthy();
		await node.fail('file.sign', noFile, /text is empty/, { input: 'text', text: ' ' }, { keys });
	});

	it('continues after a second item that fails', async () => {
		const { items } = await node.run(
			'file.sign',
			[await item(), noFile, await item()],
			{},
			{
				keys,
				onError: 'continueRegularOutput',
			},
		);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it('shows one hint', async () => {
		const { hints } = await node.run('file.sign', [await item()], {}, { keys });
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^\d\.\d kB signed, signed by Customer$/),
		]);
	});
});
