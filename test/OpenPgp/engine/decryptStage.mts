import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { readdirSync, readlinkSync } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import { type PrivateKey } from 'openpgp';
import { OpenPgpKeyApi } from '../../../credentials/OpenPgpKeyApi.credentials';
import { OpenPgp } from '../../../nodes/OpenPgp/OpenPgp.node';
import { startHarness, type Harness } from '../../../tools/harness/harness.mts';
import { encryptBytes, type Wish } from '../messages.mts';
import { newKey } from '../newKey.mts';

export const csv: Buffer = Buffer.from(
	Array.from({ length: 60 }, (_, row) => `${row},Bäckerei "Müller",${(row * 7919) % 1000}.00\n`).join(''),
);

export let harness: Harness;

export let ours: PrivateKey;

export let oursBefore: PrivateKey;

export let theirs: PrivateKey;

export let stranger: PrivateKey;

let credential: Record<string, string>;

const startWith = async (binaryMode: 'filesystemAtomic' | 'default') =>
	await startHarness({ nodes: [OpenPgp], credentialTypes: [OpenPgpKeyApi], binaryMode });

/** n8n again, with another place for its files. */
export async function restartIn(binaryMode: 'filesystemAtomic' | 'default') {
	await harness.stop();
	harness = await startWith(binaryMode);
}

export const encrypted = async (wish: Partial<Wish> = {}, plaintext = csv) =>
	await encryptBytes(plaintext, { to: [ours.toPublic()], ...wish });

export const itemOf = async (bytes: Buffer, fileName = 'report.csv.gpg'): Promise<INodeExecutionData> => ({
	json: { kept: 'as it came' },
	binary: { data: await harness.storeBinary(bytes, { fileName }) },
});

interface RunOptions {
	parameters?: Record<string, string | object>;
	keys?: Record<string, string>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	signal?: AbortSignal;
}

export const run = async (
	items: INodeExecutionData[],
	{ parameters, keys, onError, signal }: RunOptions = {},
) =>
	await harness.runNode(
		{
			type: 'openPgp',
			parameters: {
				resource: 'file',
				operation: 'decrypt',
				binaryPropertyName: 'data',
				outputBinaryPropertyName: 'data',
				...(parameters as object),
			},
			credentials: { openPgpKeyApi: { id: 'keys', name: 'Keys' } },
			...(onError && { onError }),
		},
		items,
		{ credentials: { keys: keys ?? credential }, ...(signal && { signal }) },
	);

/** Runs the node over one file and counts what it left in the store. */
export async function decryptOne(bytes: Buffer, options: RunOptions & { fileName?: string } = {}) {
	const item = await itemOf(bytes, options.fileName);
	const before = harness.storedFiles().length;
	const result = await run([item], options);
	return { ...result, left: harness.storedFiles().length - before };
}

export async function expectPlaintext(bytes: Buffer, plaintext = csv, options: RunOptions = {}) {
	const { items, error } = await decryptOne(bytes, options);
	expect(error).toBeUndefined();
	expect((await harness.readBinary(items[0]!.binary!.data!)).equals(plaintext)).toBe(true);
	return items[0]!.json.openPgp as Record<string, unknown>;
}

export async function expectRefusal(bytes: Buffer, message: RegExp, remedy = /./, options: RunOptions = {}) {
	const { error, items, left } = await decryptOne(bytes, options);
	expect(error?.message).toMatch(message);
	expect(error?.description).toMatch(remedy);
	expect(items).toEqual([]);
	expect(left).toBe(0);
}

/** Lets everything else run until something is so, but not for ever. */
export async function eventually(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 5_000;
	while (!isSo() && Date.now() < deadline) await setImmediate();
}

/** What the process holds open in n8n's folder, as Linux tells it. */
export function openStoredFiles(): string[] {
	return readdirSync('/proc/self/fd').flatMap((descriptor) => {
		try {
			const file = readlinkSync(`/proc/self/fd/${descriptor}`);
			return file.includes('binary_data') ? [file] : [];
		} catch {
			return []; // closed since the folder was read
		}
	});
}

/** Bytes that do not compress, the same each time. */
export function createNoise(length: number): Buffer {
	const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, index) =>
		createHash('sha512').update(String(index)).digest(),
	);
	return Buffer.concat(blocks).subarray(0, length);
}

/** n8n with the OpenPGP node, and keys, for all tests of a file. */
export function useDecryptStage(): void {
	beforeAll(async () => {
		[ours, oursBefore, theirs, stranger] = (await Promise.all(
			['Customer', 'Customer before', 'Tesouro', 'Stranger'].map(async (name) => await newKey(name)),
		)) as [PrivateKey, PrivateKey, PrivateKey, PrivateKey];
		credential = {
			privateKeys: `${ours.armor()}\n${oursBefore.armor()}`,
			publicKeys: theirs.toPublic().armor(),
		};
		harness = await startWith('filesystemAtomic');
	});
	afterAll(async () => await harness.stop());
}
