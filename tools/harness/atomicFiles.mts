import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { FileSystemManager } from 'n8n-core/dist/binary-data/file-system.manager';
import type { BinaryData } from 'n8n-core/dist/binary-data/types';

/**
 * n8n's file store as newer versions have it (2.41): bytes go to a temporary file that takes its name only
 * after a clean end. The one of n8n-core 2.8.1 writes to the final name and leaves a torn file behind.
 */
export class AtomicFiles extends FileSystemManager {
	override async store(
		location: BinaryData.FileLocation,
		bufferOrStream: Buffer | Readable,
		{ mimeType, fileName }: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const folder =
			location.type === 'execution'
				? `workflows/${location.workflowId}/executions/${location.executionId || 'temp'}`
				: location.pathSegments.join('/');
		const fileId = `${folder}/binary_data/${randomUUID()}`;
		const target = this.getPath(fileId);
		const temporary = `${target}.tmp`;
		await mkdir(path.dirname(target), { recursive: true });
		try {
			await writeFile(temporary, bufferOrStream);
			await rename(temporary, target);
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
		const { size: fileSize } = await stat(target);
		await writeFile(`${target}.metadata`, JSON.stringify({ mimeType, fileName, fileSize }));
		return { fileId, fileSize };
	}
}
