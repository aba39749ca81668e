export interface Content {
	fileName: string;
	mediaType: string;
}

const types = new Map(
	Object.entries({
		csv: 'text/csv',
		txt: 'text/plain',
		json: 'application/json',
		xml: 'application/xml',
		pdf: 'application/pdf',
		xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		gz: 'application/gzip',
		zip: 'application/zip',
	}),
);

/** What a decrypted file is: told by its first bytes where they are plain, else by its name. */
export function sniffContent(head: Buffer, fileName: string): Content {
	const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
	// The bytes win: a "report.csv" that is a ZIP must not be taken for text further on.
	if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) && ending !== 'xlsx') {
		return { mediaType: 'application/zip', fileName: ending === 'zip' ? fileName : `${fileName}.zip` };
	}
	if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) {
		return { mediaType: 'application/gzip', fileName: ending === 'gz' ? fileName : `${fileName}.gz` };
	}
	return { fileName, mediaType: types.get(ending) ?? 'application/octet-stream' };
}
