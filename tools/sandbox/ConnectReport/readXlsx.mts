import { read, utils } from '@e965/xlsx';

/** The rows of the first sheet of a workbook, read with the library with which n8n reads them; throws when it is none. */
export function readXlsx(bytes: Uint8Array): Array<Array<string | number>> {
	// That library takes almost anything for a workbook, text included.
	if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'PK\u0003\u0004') {
		throw new Error('These bytes are no workbook.');
	}
	const { SheetNames, Sheets } = read(bytes, { type: 'array' });
	return utils.sheet_to_json(Sheets[SheetNames[0]!]!, { header: 1, raw: true });
}
