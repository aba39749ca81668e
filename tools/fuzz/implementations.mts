import { spawnSync } from 'node:child_process';
import { decrypt as decryptMessage, readMessage } from 'openpgp';
import { decrypt } from '../../nodes/OpenPgp/engine/decrypt';
import type { Corpus } from './corpus.mts';

export type Outcome =
	| { kind: 'accepted'; plaintext: Buffer }
	| { kind: 'refused' }
	| { kind: 'odd'; text: string }
	| { kind: 'late' };

/** Our own guard against streams that stand still speaks up after ten to fifteen. */
const SECONDS_AT_MOST = 30;

async function* pieces(bytes: Buffer, size: number) {
	for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Through the product's own decryption, in pieces whose size differs from message to message. */
export async function decryptWithOurs(bytes: Buffer, { ring }: Corpus): Promise<Outcome> {
	const size = [1000, 65_536, 17, 8192][bytes.length % 4]!;
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<Outcome>((resolve) => {
		timer = setTimeout(() => resolve({ kind: 'late' }), SECONDS_AT_MOST * 1000);
	});
	const work = async (): Promise<Outcome> => {
		const parts: Uint8Array[] = [];
		// The stream may overwrite what it is given, as it may with chunks of a file.
		const decryption = await decrypt(pieces(Buffer.from(bytes), size), ring);
		for await (const part of decryption.plaintext) parts.push(part);
		await decryption.signature();
		return { kind: 'accepted', plaintext: Buffer.concat(parts) };
	};
	const outcome = await Promise.race([work().catch(toOutcome), late]);
	clearTimeout(timer);
	return outcome;
}

const toOutcome = (error: unknown): Outcome =>
	error instanceof Error && 'remedy' in error ? { kind: 'refused' } : { kind: 'odd', text: String(error) };

/** Through OpenPGP.js with its safe defaults: everything in memory, nothing released before it is checked. */
export async function decryptWithLibrary(bytes: Buffer, { key }: Corpus): Promise<Outcome> {
	const isArmored = bytes.subarray(0, 2048).includes('-----BEGIN');
	const work = async (): Promise<Outcome> => {
		const message = isArmored
			? await readMessage({ armoredMessage: bytes.toString('latin1') })
			: await readMessage({ binaryMessage: new Uint8Array(bytes) });
		const { data, signatures } = await decryptMessage({
			message,
			decryptionKeys: key,
			verificationKeys: key.toPublic(),
			format: 'binary',
		});
		for (const { keyID, verified } of signatures) {
			// Of a stranger's signature nobody can say anything: ours gives the content, and says so.
			if (key.getKeys(keyID).length > 0) await verified;
		}
		return { kind: 'accepted', plaintext: Buffer.from(data as Uint8Array) };
	};
	return await work().catch((): Outcome => ({ kind: 'refused' }));
}

/** Through gpg, whose exit code is the verdict: it writes the plaintext before it knows. */
export function decryptWithGpg(bytes: Buffer, { gpgHome }: Corpus): Outcome {
	const { status, stdout } = spawnSync(
		'gpg',
		['--homedir', gpgHome, '--batch', '--quiet', '--trust-model', 'always', '--decrypt'],
		{ input: bytes, maxBuffer: 1 << 26, timeout: SECONDS_AT_MOST * 1000, stdio: ['pipe', 'pipe', 'ignore'] },
	);
	return status === 0 ? { kind: 'accepted', plaintext: stdout } : { kind: 'refused' };
}
