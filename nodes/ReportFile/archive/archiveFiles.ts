import { peek, type Bytes } from '../../shared/files/streams';
import { BrokenZip, readZip, ZipLimitPassed } from '../../shared/files/zip/readZip';
import { RemedyError } from '../../shared/run/remedyError';
import { turnDue } from '../../shared/run/loopTurn';
import { tooLarge, tooMany, watchExpansion, type ArchiveLimits } from './archiveLimits';
import { isByTheWay } from './entryNames';
import { gunzip } from './gunzip';

export interface ArchiveFile {
	/** As it is in the archive: not yet a name to trust. */
	name: string;
	/** To be read before the next file. */
	bytes: Bytes;
}

const GZIP_MARK = Buffer.from([0x1f, 0x8b]);

/**
 * The files of a ZIP or gzip file, which its first bytes tell apart. The archive was whole only when this has come to its
 * end. Throws an error with a remedy for one that is damaged or grows beyond the limits.
 */
export async function* archiveFiles(
	source: Bytes,
	archiveName: string,
	limits: ArchiveLimits,
): AsyncGenerator<ArchiveFile> {
	const { head, whole } = await peek(source, 4);
	const watched = watchExpansion(whole, limits);
	const kind = kindOf(head);
	try {
		if (kind === undefined) throw noArchive();
		if (kind === 'gzip') {
			yield { name: withoutEnding(archiveName), bytes: guarded(gunzip(watched.source), watched.came) };
			return;
		}
		const zipLimits = { entriesAtMost: limits.filesAtMost, bytesAtMost: limits.bytesAtMost };
		for await (const { name, bytes } of readZip(watched.source, zipLimits)) {
			if (!isByTheWay(name)) yield { name, bytes: guarded(bytes, watched.came) };
		}
	} catch (error) {
		throw inWords(error, kind ?? 'ZIP', limits);
	} finally {
		await whole[Symbol.asyncIterator]().return?.();
	}

	async function* guarded(bytes: Bytes, came: (bytes: number) => void): AsyncGenerator<Uint8Array> {
		try {
			for await (const piece of bytes) {
				came(piece.length);
				await turnDue();
				yield piece;
			}
		} catch (error) {
			throw inWords(error, kind ?? 'ZIP', limits);
		}
	}
}

/** Told by the first bytes; undefined for anything else. */
function kindOf(head: Buffer): 'ZIP' | 'gzip' | undefined {
	if (head.subarray(0, 2).equals(GZIP_MARK)) return 'gzip';
	return head.subarray(0, 2).toString('latin1') === 'PK' ? 'ZIP' : undefined;
}

function inWords(error: unknown, kind: string, { filesAtMost, bytesAtMost }: ArchiveLimits): unknown {
	if (error instanceof BrokenZip) return broken(kind, error.message);
	if (!(error instanceof ZipLimitPassed)) return error;
	return error.limit === 'files' ? tooMany(filesAtMost) : tooLarge(bytesAtMost);
}

const withoutEnding = (name: string) => {
	if (/\.tgz$/i.test(name)) return name.replace(/\.tgz$/i, '.tar');
	return /.\.gz$/i.test(name) ? name.slice(0, -'.gz'.length) : name;
};

const broken = (kind: string, why: string) =>
	new RemedyError(
		`The ${kind} file cannot be used: ${why}. Nothing of it was kept`,
		'Fetch it again. If it still fails, ask the sender for a new one. Archives with a password are not supported.',
	);

const noArchive = () =>
	new RemedyError(
		'The file is neither a ZIP nor a gzip file',
		'Choose the binary field that holds the archive. A file that is not compressed needs no unpacking.',
	);
