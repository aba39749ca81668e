import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import type { Stage } from './stage.mts';
import type { ExecutionItem } from '../../tools/host/n8nApi.mts';

async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every file that n8n stored on behalf of an execution, and every temporary one. */
export async function storedFiles({ userFolder, folder }: Stage): Promise<string[]> {
	const folders = [
		join(userFolder, '.n8n', 'storage'),
		join(userFolder, '.n8n', 'binaryData'),
		join(folder, 'tmp'),
	];
	return (await Promise.all(folders.map(filesBelow))).flat().sort();
}

/** The SHA-256 of bytes as they stream past. */
export async function sha256(bytes: AsyncIterable<Buffer> | Iterable<Buffer> | Readable): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of bytes) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** Where n8n keeps a file of an item. Its id is `filesystem-v2:<path below the storage folder>`. */
export function storedPath(
	{ userFolder }: Pick<Stage, 'userFolder'>,
	item: ExecutionItem,
	field = 'data',
): string {
	const [mode, path] = item.binary?.[field]?.id?.split(':') ?? [];
	if (mode !== 'filesystem-v2' || path === undefined) throw new Error(`"${field}" is not stored as a file`);
	return join(userFolder, '.n8n', 'storage', path);
}

/** The SHA-256 of a file of an item, as n8n hands it out. */
export async function storedSha256(
	{ n8n }: Pick<Stage, 'n8n'>,
	item: ExecutionItem,
	field = 'data',
): Promise<string> {
	const id = item.binary?.[field]?.id;
	if (id === undefined) throw new Error(`The item has no stored file "${field}"`);
	return await sha256(await n8n.downloadBinary(id));
}
