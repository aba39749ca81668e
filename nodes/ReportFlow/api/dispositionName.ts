import { safeFileName } from '../../shared/files/fileNames';
import type { FileAnswer } from './transport';

/** The name that an answer gives its file, made safe: `filename*` (RFC 5987) before `filename`, as RFC 6266 asks. */
export function dispositionName({ headers }: Pick<FileAnswer, 'headers'>): string | undefined {
	const header = headers['content-disposition'] ?? '';
	const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
	const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
	try {
		if (extended !== undefined) return safeFileName(decodeURIComponent(extended));
	} catch {
		// Not percent-encoded after all: the plain one, then.
	}
	const name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
	return name === undefined ? undefined : safeFileName(name);
}
