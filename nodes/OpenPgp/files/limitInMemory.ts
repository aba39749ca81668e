import type { IExecuteFunctions } from 'n8n-workflow';
import { keepsInMemory } from '../../shared/files/fileStore';
import type { Bytes } from '../../shared/files/streams';
import { refusedInMemory } from '../limitSize';

/**
 * Content on its way into n8n's store, held to what fits memory if that is where n8n keeps files. n8n is asked only when
 * the answer decides. `bytesIn` says how much has been read so far of the file that it comes out of.
 */
export async function* limitInMemory(
	context: IExecuteFunctions,
	content: Bytes,
	bytesIn: () => number,
): AsyncGenerator<Uint8Array> {
	let length = 0;
	let isInMemory: boolean | undefined;
	for await (const chunk of content) {
		length += chunk.length;
		const refused = refusedInMemory(bytesIn(), length);
		if (refused !== undefined) isInMemory ??= await keepsInMemory(context);
		if (refused !== undefined && isInMemory === true) throw refused;
		yield chunk;
	}
}
