import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { z } from '../vendor/zod';
import { storeFile, type NodeStream } from './fileStore';
import type { Bytes } from './streams';

/** What the JSON of an item says of the file in it. */
export const FileFacts = z.object({
	fileName: z.string(),
	mediaType: z.string(),
	bytes: z.number(),
	sha256: z.string(),
});

export interface FileWithFacts {
	binary: IBinaryData;
	facts: z.infer<typeof FileFacts>;
}

/** Puts a file into n8n's store. `like` is a stream of n8n's own, whose class is needed. */
export async function storeWithFacts(
	context: IExecuteFunctions,
	bytes: Bytes,
	{ fileName, mediaType, like }: { fileName: string; mediaType: string; like: NodeStream },
): Promise<FileWithFacts> {
	const { binary, ...stored } = await storeFile(context, bytes, { fileName, mediaType, like });
	return { binary, facts: { fileName, mediaType, bytes: stored.bytes, sha256: stored.sha256 } };
}
