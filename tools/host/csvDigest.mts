import { createHash } from 'node:crypto';

/** What a CSV file is, without keeping it. */
export interface CsvDigest {
	/** Records below the header. */
	rows: number;
	bytes: number;
	sha256: string;
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/**
 * Counts the records of a CSV file and hashes it as it streams past. A line break inside quotes belongs to its
 * record; an escaped quote is two quotes, which leave the state as it was.
 */
export async function digestCsv(chunks: AsyncIterable<Buffer>): Promise<CsvDigest> {
	const hash = createHash('sha256');
	let bytes = 0;
	let records = 0;
	let isQuoted = false;
	let isInRecord = false;
	for await (const chunk of chunks) {
		hash.update(chunk);
		bytes += chunk.length;
		for (const byte of chunk) {
			if (byte === QUOTE) isQuoted = !isQuoted;
			const isEnd = byte === NEWLINE && !isQuoted;
			if (isEnd) records++;
			isInRecord = !isEnd;
		}
	}
	if (isInRecord) records++;
	return { rows: Math.max(0, records - 1), bytes, sha256: hash.digest('hex') };
}
