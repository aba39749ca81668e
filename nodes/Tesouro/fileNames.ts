const mediaTypes = new Map(
	Object.entries({
		csv: 'text/csv',
		gz: 'application/gzip',
		zip: 'application/zip',
		gpg: 'application/pgp-encrypted',
		pgp: 'application/pgp-encrypted',
		asc: 'application/pgp-encrypted',
	}),
);

const encryptedEnding = /\.(gpg|pgp|asc)$/i;

/** "Tesouro encrypts them for security": whatever does not plainly say otherwise is taken as encrypted. */
export const isEncryptedName = (name: string) => encryptedEnding.test(name) || !/\.(csv|gz|zip)$/i.test(name);

/** The name without the ending that encryption added. */
export const plainFileName = (name: string) => name.replace(encryptedEnding, '');

export const mediaTypeOf = (name: string): string =>
	mediaTypes.get(/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '') ?? 'application/octet-stream';

/** The file name at the end of a link, without its query; undefined when it has none. */
export function lastPathSegment(url: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const segment = new URL(url).pathname.split('/').pop() ?? '';
	return safeFileName(decode(segment));
}

/** A name that somebody else chose, with nothing in it that a file system would take for a path. */
export function safeFileName(name: string): string | undefined {
	const cleaned = name
		.replace(/[\p{Cc}/\\:*?"<>|]/gu, '_')
		.replace(/^\.+/, '')
		.slice(0, 200);
	return cleaned === '' ? undefined : cleaned;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
