import { firstPacketOf } from './firstPacket';

const HEAD_CHARACTERS = 4096;

/** How the bytes of a file were encoded as text. */
export type TextForm = 'base64' | 'hex';

/**
 * Whether a text encodes a binary file, and where that begins: alone, after `data:...;base64,`, or as a string in a JSON
 * document. It counts only if it decodes to an OpenPGP packet or an armour.
 */
export function findWrittenBytes(text: string): { form: TextForm; start: number } | undefined {
	const head = text.slice(0, HEAD_CHARACTERS);
	const [prefix = ''] = /^\s*(?:data:[\w.+/;=-]{0,100},)?\s*["']?/.exec(head) ?? [];
	const alone = head.slice(prefix.length);
	if (
		/^(?:[0-9a-fA-F]{2}\s?){16}/.test(alone) &&
		isOpenPgp(Buffer.from(squeeze(alone).slice(0, 128), 'hex'))
	) {
		return { form: 'hex', start: prefix.length };
	}
	if (isBase64(alone)) return { form: 'base64', start: prefix.length };
	if (!/^\s*[{[]/.test(head)) return undefined;
	for (const { index } of head.matchAll(/"(?=[A-Za-z0-9+/_-]{64})/g)) {
		if (isBase64(head.slice(index + 1))) return { form: 'base64', start: index + 1 };
	}
	return undefined;
}

/** The bytes of a text in memory. */
export function readWrittenBytes(text: string): Buffer | undefined {
	const found = findWrittenBytes(text);
	if (found === undefined) return undefined;
	const { data } = takeWritten(text.slice(found.start));
	return Buffer.from(data, found.form);
}

/** The digits of the bytes, and where they end: at padding, a quotation mark or a bracket. */
export function takeWritten(text: string): { data: string; end: number | undefined } {
	const at = text.search(/[="'}\],]/);
	const end = at < 0 ? undefined : at;
	const data = text
		.slice(0, end)
		.replace(/\\[rn]/g, '')
		.replace(/[^A-Za-z0-9+/_-]+/g, '');
	return { data, end };
}

const squeeze = (text: string) => text.replace(/\s+/g, '');

function isBase64(text: string, isOuter = true): boolean {
	const [data = ''] = /^[A-Za-z0-9+/_\-\s]+/.exec(text.replace(/\\[rn]|\\(?=\/)/g, '')) ?? [];
	if (squeeze(data).length < 32) return false;
	const bytes = Buffer.from(squeeze(data).slice(0, 128), 'base64');
	// Some systems encode base64 as base64 again.
	return isOpenPgp(bytes) || (isOuter && isBase64(bytes.toString('latin1'), false));
}

const isOpenPgp = (bytes: Buffer) =>
	firstPacketOf(bytes) !== undefined || /^\s*-----BEGIN PGP /.test(bytes.toString('latin1'));
