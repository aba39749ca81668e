import { z } from '../../shared/vendor/zod';

/** What is told of a file that was made. */
export const MadeFileFacts = z.object({
	fileName: z.string(),
	bytes: z.number(),
	sha256: z.string(),
	/** Without the header. */
	rows: z.number(),
});
