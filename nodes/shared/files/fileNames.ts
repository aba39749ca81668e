const mediaTypes = new Map(
	Object.entries({
		csv: 'text/csv',
		txt: 'text/plain',
		json: 'application/json',
		xml: 'application/xml',
		pdf: 'application/pdf',
		xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
		ods: 'application/vnd.oasis.opendocument.spreadsheet',
		odt: 'application/vnd.oasis.opendocument.text',
		gz: 'application/gzip',
		tgz: 'application/gzip',
		zip: 'application/zip',
		gpg: 'application/pgp-encrypted',
		pgp: 'application/pgp-encrypted',
		asc: 'application/pgp-encrypted',
	}),
);

const encryptedEnding = /\.(gpg|pgp|asc)$/i;

/** Whether the name has an ending that encryption adds. */
export const hasEncryptedEnding = (name: string) => encryptedEnding.test(name);

/** The name without the ending that encryption added. */
export const plainFileName = (name: string) => name.replace(encryptedEnding, '');

/** What follows the last point, in small letters; empty when nothing does. */
export const endingOf = (name: string) => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

export const mediaTypeOf = (name: string): string =>
	mediaTypes.get(endingOf(name)) ?? 'application/octet-stream';

/** A name that somebody else chose, with nothing in it that a file system would take for a path. */
export function safeFileName(name: string): string | undefined {
	const cleaned = name
		.replace(/[\p{Cc}/\\:*?"<>|]/gu, '_')
		.replace(/^\.+/, '')
		.slice(0, 200);
	return cleaned === '' ? undefined : cleaned;
}
