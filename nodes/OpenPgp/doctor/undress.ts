import { peek, type Bytes } from '../../shared/files/streams';
import { firstPacketOf } from './firstPacket';
import { nameForeignThing } from './foreignThing';
import type { Thing } from './foreignThings';
import { decodeOddArmor } from './oddArmor';
import { oneMessage } from './oneMessage';
import { findWrittenBytes } from './plainBytes';
import { isPlainArmor } from './plainArmor';
import { fromLatin1, fromUtf16, fromWritten } from './transcode';
import { unwrapText } from './unwrapText';

export interface Undressed {
	/** OpenPGP as the engine reads it: binary, or armour that follows the RFC. */
	bytes: Bytes;
	/** What was undone, one sentence each; usually empty. */
	repairs: string[];
	/** What it is instead; then the bytes are unchanged. */
	thing?: Thing;
}

const HEAD_BYTES = 16 * 1024;
const LAYERS_AT_MOST = 4;

/**
 * Looks at the beginning of a file before any key is used, and undoes what happened to it on its way. Files that the engine
 * can read pass unchanged.
 */
export async function undress(source: Bytes): Promise<Undressed> {
	const repairs: string[] = [];
	let bytes = source;
	for (let layer = 0; layer < LAYERS_AT_MOST; layer++) {
		const { head, whole } = await peek(bytes, HEAD_BYTES);
		const step = nextStep(head, whole);
		if (step === undefined) return { bytes: whole, repairs };
		if ('thing' in step) return { bytes: whole, repairs, thing: step.thing };
		if (step.repair !== undefined) repairs.push(step.repair);
		bytes = step.bytes;
		if (step.isDone) return { bytes, repairs };
	}
	return { bytes, repairs };
}

type Step = { bytes: Bytes; repair?: string; isDone?: boolean } | { thing: Thing } | undefined;

function nextStep(head: Buffer, whole: Bytes): Step {
	const order = utf16Order(head);
	if (order !== undefined) {
		return {
			bytes: fromUtf16(whole, order),
			repair: 'The file was UTF-16 text (as PowerShell writes it with ">").',
		};
	}
	if (isLatin1AsUtf8(head)) {
		return { bytes: fromLatin1(whole), repair: 'The bytes of the file had been written as UTF-8 text.' };
	}
	if (firstPacketOf(head) !== undefined) return undefined;
	const text = head.toString('utf8');
	const label = armorLabel(text);
	if (label === 'MESSAGE' && isPlainArmor(head, label)) return { bytes: oneMessage(whole), isDone: true };
	if (label === 'SIGNATURE' && isPlainArmor(head, label)) return undefined;
	if (label === 'MESSAGE' || label === 'SIGNATURE' || label === 'ARMORED FILE') {
		return { bytes: decodeOddArmor(whole), repair: ODD_ARMOR, isDone: true };
	}
	if (label?.startsWith('MESSAGE, PART')) return { thing: onePart(label) };
	if (label !== undefined) return undefined;
	const written = findWrittenBytes(text);
	if (written !== undefined) {
		return {
			bytes: fromWritten(whole, written.form, written.start),
			repair: `The file was written as ${written.form === 'hex' ? 'hexadecimal digits' : 'base64'}.`,
		};
	}
	const thing = nameForeignThing(head);
	return thing === undefined ? undefined : { thing };
}

export const ODD_ARMOR =
	'The ASCII armour of the file was not as the standard wants it (quoted, on one line, odd headers), and was repaired.';

/** The label of the first armour in the text, as written or after repairs. */
function armorLabel(text: string): string | undefined {
	const pattern = /-----BEGIN PGP ([A-Z][A-Z0-9 ,/]{2,40}?)-----/;
	return (pattern.exec(text) ?? pattern.exec(unwrapText(text)))?.[1];
}

const onePart = (label: string): Thing => ({
	what: `one part of a message that was cut into several (${label.slice('MESSAGE, '.length).toLowerCase()})`,
	remedy: 'Ask the sender for one whole file: cutting into parts is out of use.',
});

/** By its mark, or by the dashes of an armour. */
function utf16Order(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
	if (head.subarray(0, 512).includes(Buffer.from('-----BEGIN', 'utf16le'))) {
		const at = head.indexOf(Buffer.from('-----BEGIN', 'utf16le'));
		return at % 2 === 0 ? 'utf-16le' : 'utf-16be';
	}
	return undefined;
}

/** Whether all of it is UTF-8 with characters below 256 that form an OpenPGP packet: binary data never is by chance. */
function isLatin1AsUtf8(head: Buffer): boolean {
	if (head[0] !== 0xc2 && head[0] !== 0xc3) return false;
	// The head may end inside a character.
	const whole = head.length < HEAD_BYTES ? head : head.subarray(0, head.length - 4);
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: true });
		const high = text.match(/[\u0080-\u00ff]/g)?.length ?? 0;
		return (
			!/[\u0100-\uffff]/.test(text) &&
			high >= 8 &&
			firstPacketOf(Buffer.from(text.slice(0, 16), 'latin1')) !== undefined
		);
	} catch {
		return false;
	}
}
