import { foreignThings, type Thing } from './foreignThings';

const HEAD_BYTES = 2048;

/** A binary file that was read as UTF-8 text: each invalid byte became the same three bytes. */
const REPLACEMENT = Buffer.from('\uFFFD');
const readAsText: Thing = {
	what: 'a binary file that was read as text on its way, which destroyed it beyond repair',
	remedy:
		'Fetch it as a file: in the HTTP Request node, set Options > Response > Response Format to "File"; pass the binary field on, and do not touch it with a Code node.',
};

/** The remedy for a field or file that should contain something else, such as "the encrypted file". */
export const remedyWhere = ({ remedy, isKey }: Thing, wanted: string) =>
	isKey ? `${remedy} Choose the field that holds ${wanted}.` : remedy;

/** What the beginning of a file or pasted text shows it to be; undefined when unknown. */
export function nameForeignThing(bytes: Uint8Array): Thing | undefined {
	const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
	const text = new TextDecoder('utf-8').decode(head).replace(/\uFFFD$/, '');
	if (isReadAsText(head)) return readAsText;
	return foreignThings.find(({ test }) => test(head, text));
}

function isReadAsText(head: Buffer): boolean {
	let count = 0;
	for (let at = head.indexOf(REPLACEMENT); at >= 0 && count < 3; at = head.indexOf(REPLACEMENT, at + 3))
		count++;
	// No OpenPGP data begins like this.
	return count >= 3 || head.subarray(0, 3).equals(REPLACEMENT);
}
