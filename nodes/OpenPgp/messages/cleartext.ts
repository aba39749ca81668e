import type { PublicKey } from '../../shared/vendor/openpgp';
import { collect, once } from '../../shared/files/streams';
import { dearmor } from '../engine/dearmor';
import type { Doors } from '../engine/doors';
import { packetType, readPackets } from '../engine/packetReader';
import { SignatureList } from '../engine/signatureList';
import type { JudgedSignature } from '../engine/signatures';
import { BrokenPackets, type Work } from '../engine/work';

const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '\n-----BEGIN PGP SIGNATURE-----';
const SLICE_BYTES = 64 * 1024;
const HEADER_BYTES_AT_MOST = 4096;
export const signatureLimits = { packetsAtMost: 16, bytesAtMost: 64 * 1024 };

export interface Cleartext {
	/** What was signed: the text without dash escapes and without white space at the ends of lines. */
	content: Buffer;
	signatures: JudgedSignature[];
}

/**
 * A text that stays readable, with its signature below (RFC 9580, section 7). Throws BrokenPackets when it is none. Not read
 * by the library, which takes any number of signatures, and all of the text in one go.
 */
export async function openCleartext(
	message: Buffer,
	keys: PublicKey[],
	work: Work,
	now?: Date,
	doors?: Doors,
): Promise<Cleartext> {
	const start = textStart(message);
	// One line end is between the two and belongs to neither; an empty text has none.
	const end = message.indexOf(SIGNATURE, start - 1);
	if (end < 0) throw new BrokenPackets('the signature is missing');
	const armor = dearmor(once(message.subarray(end + 1)), work, 'SIGNATURE');
	const list = new SignatureList(keys, work, now, doors);
	let readable = 0;
	for (const { type, body } of await readPackets(await collect(armor), work, signatureLimits)) {
		if (type !== packetType.signature) throw new BrokenPackets('there is more than signatures');
		if (await list.add(body)) readable++;
	}
	if (readable === 0) throw new BrokenPackets('there is no signature that can be read');

	const parts: Buffer[] = [];
	for (let at = start; at < end;) {
		await work.turn();
		const next = sliceEnd(message, at, end);
		const isLast = next === end;
		const lines = message
			.subarray(at, isLast ? end : next - 1)
			.toString('latin1')
			.split('\n')
			.map(signedLine);
		list.update(Buffer.from(`${lines.join('\r\n')}${isLast ? '' : '\r\n'}`, 'latin1'));
		parts.push(Buffer.from(`${lines.join('\n')}${isLast ? '' : '\n'}`, 'latin1'));
		at = next;
	}
	return { content: Buffer.concat(parts), signatures: await list.judge() };
}

/** Behind the header line, the "Hash" headers and an empty line. No other header is allowed: it would seem to be signed. */
function textStart(message: Buffer): number {
	const begin = message.indexOf(BEGIN);
	if (begin < 0) throw new BrokenPackets('there is no signed text');
	const head = message.subarray(begin, begin + HEADER_BYTES_AT_MOST).toString('latin1');
	const headers = /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:Hash:[^\r\n]*\r?\n)*[ \t]*\r?\n/.exec(
		head,
	);
	if (headers === null) throw new BrokenPackets('the headers of the signed text are not right');
	return begin + headers[0].length;
}

/** Behind a line end, when there is another. */
function sliceEnd(message: Buffer, start: number, end: number): number {
	if (end - start <= SLICE_BYTES) return end;
	const lineEnd = message.indexOf('\n', start + SLICE_BYTES);
	return lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
}

/** Without the dash escape, and without "any trailing whitespace (spaces and tabs)" (RFC 9580, section 7.1). */
function signedLine(line: string): string {
	let length = line.length;
	while (length > 0 && ' \t\r'.includes(line[length - 1]!)) length--;
	return line.startsWith('- ') ? line.slice(2, length) : line.slice(0, length);
}
