import { findArmorBlocks } from '../doctor/armorBlocks';
import { repairBlock } from '../doctor/repairBlock';
import { unwrapText } from '../doctor/unwrapText';

export interface ArmorBlock {
	/** For example `PRIVATE KEY BLOCK`. */
	kind: string;
	armor: string;
}

/**
 * Every armoured block in the text, each made valid again after what happens to texts on their way (RFC 9580, section 6.2,
 * is strict about lines): Windows line ends, indentation, `\n` written out, everything on one line, headers, quotes.
 */
export function readArmorBlocks(text: string): ArmorBlock[] {
	return findArmorBlocks(unwrapText(text)).map(({ kind, body }) => ({ kind, armor: rewrite(kind, body) }));
}

/** The checksum is left out: RFC 9580, section 6.1, makes it optional, and keys and signatures protect themselves. */
function rewrite(kind: string, body: string): string {
	const lines = (repairBlock({ body })?.toString('base64') ?? '').replace(/(.{64})/g, '$1\n').trim();
	return `-----BEGIN PGP ${kind}-----\n\n${lines}\n-----END PGP ${kind}-----\n`;
}
