import { hasEncryptedEnding, safeFileName } from '../shared/files/fileNames';

export { mediaTypeOf, plainFileName, safeFileName } from '../shared/files/fileNames';

/** "Tesouro encrypts them for security": whatever does not plainly say otherwise is taken as encrypted. */
export const isEncryptedName = (name: string) => hasEncryptedEnding(name) || !/\.(csv|gz|zip)$/i.test(name);

/** The file name at the end of a link, without its query; undefined when it has none. */
export function lastPathSegment(url: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const segment = new URL(url).pathname.split('/').pop() ?? '';
	return safeFileName(decode(segment));
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
