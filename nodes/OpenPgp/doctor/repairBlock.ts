import { findArmorData, takeBase64 } from './armorData';
import type { FoundBlock } from './armorBlocks';
import { crc24 } from './crc24';
import { unwrapText } from './unwrapText';

/**
 * What the bytes of a refused block may have been, after undoing what happened to it on its way: the most likely first. The
 * checksum, if there is one, shows which is right.
 */
export function repairsOf({ body }: Pick<FoundBlock, 'body'>): Buffer[] {
	const text = unwrapText(body);
	const candidates = [text, plusForSpaces(text)]
		.filter((one) => one !== undefined)
		.map(decode)
		.filter((one) => one !== undefined);
	const right = candidates.filter(({ isRight }) => isRight);
	return [...new Set([...right, ...candidates])].map(({ bytes }) => bytes);
}

/** The most likely one. */
export const repairBlock = (block: Pick<FoundBlock, 'body'>): Buffer | undefined => repairsOf(block)[0];

function decode(text: string): { bytes: Buffer; isRight: boolean } | undefined {
	const start = findArmorData(text);
	if (start === undefined) return undefined;
	const rest = text.slice(start);
	const { data, end } = takeBase64(rest);
	const bytes = Buffer.from(data, 'base64');
	const [, checksum] = /=([A-Za-z0-9+/]{4})\s*$/.exec(rest.slice(end)) ?? [];
	return { bytes, isRight: checksum === undefined || checksum === crc24(bytes) };
}

/** A web form turns `+` into a blank: if there is no `+` at all, the blanks inside base64 were some. */
function plusForSpaces(text: string): string | undefined {
	if (text.includes('+') || !/[A-Za-z0-9/] +[A-Za-z0-9/]/.test(text)) return undefined;
	return text.replace(/^(?=.*\S)=?[A-Za-z0-9/ ]{1,80}={0,2}$/gm, (line) => line.replace(/ /g, '+'));
}
