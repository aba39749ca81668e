import { z } from '../../shared/vendor/zod';

/** What Convert reports about the file it made. */
export const ConvertedFacts = z
	.object({
		fileName: z.string(),
		bytes: z.number(),
		sha256: z.string(),
		rows: z.number(),
		columns: z.array(z.string()),
		/** By column: text, number, boolean, date or dateTime. */
		columnKinds: z.record(z.string()).optional(),
		/** By column: how many values are of another kind than the column and stay text. */
		otherKind: z.record(z.number()).optional(),
		/**
		 * To CSV with another decimal separator, by column of text: how many values are numbers that were kept as they are, and
		 * read differently with that separator.
		 */
		keptSeparators: z.record(z.number()).optional(),
		sheets: z.array(z.object({ name: z.string(), rows: z.number() })).optional(),
		leftOut: z.object({ rows: z.number(), lines: z.array(z.number()) }).optional(),
		totals: z.array(z.string()).optional(),
	})
	.passthrough();
