import { z } from '../../shared/vendor/zod';
import type { MadeFile } from '../files/storeReport';

/** The facts of a new file, in the output. */
export const MadeFileFacts = z.object({
	fileName: z.string(),
	bytes: z.number(),
	sha256: z.string(),
	/** Without the header. */
	rows: z.number(),
});

export const factsOf = (
	{ fileName, bytes, sha256 }: MadeFile,
	rows: number,
): z.infer<typeof MadeFileFacts> => ({ fileName, bytes, sha256, rows });
