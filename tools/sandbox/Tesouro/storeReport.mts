import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { encryptStream } from './encryptStream.mts';
import { locateFile } from './locateFile.mts';
import { markReady } from './sandboxReport.mts';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';
import { writeCsv } from './writeCsv.mts';
import type { CsvContent } from './writeCsv.mts';

/**
 * Make the file of a report and put it on the file host: CSV, compressed if wished, encrypted to the customer's key.
 * "Tesouro will use the public key to encrypt the report file."
 */
export async function storeReport(
	state: State,
	report: SandboxReport,
	content: Omit<CsvContent, 'seed'> & { seed?: number },
): Promise<void> {
	const hash = createHash('sha256');
	const counted = { bytes: 0 };
	const csv = measure(writeCsv({ seed: 1, ...content }), hash, counted);

	report.status = 'FILE_GENERATED';
	const source = Readable.from(csv, { objectMode: false, highWaterMark: 64 * 1024 });
	const packed = report.isCompressed ? source.pipe(createGzip({ level: 6 })) : source;
	const isEncrypted = state.encryptTo !== undefined && report.fileName.endsWith('.gpg');
	const stored = isEncrypted ? await encryptStream(packed, state.encryptTo as string) : packed;
	const path = locateFile(state, report);
	await pipeline(stored, createWriteStream(path, { mode: 0o600 }), { signal: state.closing });

	report.rows = content.rows;
	report.plaintextBytes = counted.bytes;
	report.plaintextSha256 = hash.digest('hex');
	markReady(report, (await stat(path)).size);
}

function* measure(chunks: Iterable<Buffer>, hash: Hash, counted: { bytes: number }): Generator<Buffer> {
	for (const chunk of chunks) {
		hash.update(chunk);
		counted.bytes += chunk.length;
		yield chunk;
	}
}
