import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encrypted, publishDecryption } from './decryptFlow.mts';
import { postFile } from './runFlow.mts';
import type { Trial } from './trials.mts';

const BYTES = 4_000_000;

/**
 * A file whose last byte was changed: the execution fails and passes nothing on. What was decrypted before the change was
 * found is not on the disk either, unless this n8n keeps files that were not written to their end.
 */
export const refusesTampered: Trial = async (setting) => {
	const { n8n, userFolder, keepsTornFiles } = setting;
	const plaintext = randomBytes(BYTES);
	const file = await encrypted(new Uint8Array(plaintext), setting);
	file[file.length - 1]! ^= 1;
	const flow = await publishDecryption(setting);
	await postFile(flow.url, file, 'report.csv.gpg', 'application/octet-stream');
	const [execution] = await n8n.waitForExecutions(flow.id, 1);
	const passedOn = execution?.data?.resultData.runData['Decrypt']?.at(-1)?.data?.main[0] ?? [];
	if (execution?.status !== 'error' || passedOn.length > 0)
		throw new Error(`A tampered file: ${execution?.status}, ${passedOn.length} items`);
	const left = await filesThatBeginWith(plaintext.subarray(0, 1000), join(userFolder, '.n8n'));
	if (left > 0 !== keepsTornFiles) throw new Error(`${left} files with unverified plaintext on the disk`);
	return left > 0 ? 'refused; unverified plaintext stays on the disk' : 'refused; nothing stays on the disk';
};

async function filesThatBeginWith(start: Buffer, folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const found = await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map(async (entry) => {
				const bytes = await readFile(join(entry.parentPath, entry.name));
				return bytes.subarray(0, start.length).equals(start);
			}),
	);
	return found.filter(Boolean).length;
}
