import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { BinaryDataService, getBinaryHelperFunctions } from 'n8n-core';
import type { IBinaryData, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { Container } from './container.mts';

/** Stores bytes as an earlier node of some execution would have done. */
export async function storeBinary(
	bytes: Buffer | Readable,
	{ fileName, mimeType }: { fileName?: string; mimeType?: string } = {},
): Promise<IBinaryData> {
	const earlier = { executionId: 'earlier' } as IWorkflowExecuteAdditionalData;
	return await getBinaryHelperFunctions(earlier, 'earlier').prepareBinaryData(bytes, fileName, mimeType);
}

/** The bytes of a binary that a node put out, wherever they lie. */
export async function readBinary(binary: IBinaryData): Promise<Buffer> {
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** Every file of bytes in the store, without n8n's `.metadata` files; torn and temporary ones included. */
export function storedFiles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.metadata'))
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
		.sort();
}
