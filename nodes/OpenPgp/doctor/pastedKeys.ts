import { readKeys, type Key } from '../../shared/vendor/openpgp';
import { turnDue } from '../../shared/run/loopTurn';
import { failureOf, Failure } from '../failure';
import { openPgpConfig } from '../openPgpConfig';
import { findArmorBlocks, halfABlock, type FoundBlock } from './armorBlocks';
import { nameForeignThing } from './foreignThing';
import { readKeyBytes, type KeyBytes } from './keyBytes';
import { readWrittenBytes } from './plainBytes';
import { repairsOf } from './repairBlock';
import { unwrapText } from './unwrapText';

export interface PastedKeys {
	keys: Key[];
	/** One text each: what could not be read, and what to do. No key material. */
	problems: string[];
	/** One sentence each: what was repaired. */
	notes: string[];
}

const CHARACTERS_AT_MOST = 10_000_000;
const BLOCKS_AT_MOST = 2_000;

/**
 * The keys in a field that people paste into. Each block goes to the library unchanged; only what it refuses is repaired.
 * Never throws: `problems` says what cannot be read.
 */
export async function readPastedKeys(text: string, field: string): Promise<PastedKeys> {
	const result: PastedKeys = { keys: [], problems: [], notes: [] };
	if (text.trim() === '') return result;
	if (text.length > CHARACTERS_AT_MOST) {
		result.problems.push(
			`"${field}" is longer than ${CHARACTERS_AT_MOST / 1e6} MB. Paste only the keys that you need.`,
		);
		return result;
	}
	const { blocks, isWrapped } = findBlocks(text);
	if (blocks.length === 0) await readWithoutBlocks(text, field, result);
	for (const [index, block] of blocks.slice(0, BLOCKS_AT_MOST).entries()) {
		// Reading hundreds of keys takes a while; others get their turn in between.
		await turnDue();
		await readBlock(block, `Block ${index + 1} under "${field}" (${block.kind})`, isWrapped, result);
	}
	if (blocks.length > BLOCKS_AT_MOST) {
		result.problems.push(
			`"${field}" holds more than ${BLOCKS_AT_MOST} blocks. Paste only the keys that you need.`,
		);
	}
	return result;
}

function findBlocks(text: string): { blocks: FoundBlock[]; isWrapped: boolean } {
	const plain = findArmorBlocks(text);
	if (plain.length > 0) return { blocks: plain, isWrapped: false };
	const unwrapped = findArmorBlocks(unwrapText(text));
	if (unwrapped.length > 0) return { blocks: unwrapped, isWrapped: true };
	const inside = readWrittenBytes(text)?.toString('utf8') ?? '';
	return { blocks: findArmorBlocks(inside), isWrapped: true };
}

async function readBlock(
	block: FoundBlock,
	name: string,
	isWrapped: boolean,
	result: PastedKeys,
): Promise<void> {
	const asItIs = await readKeys({ armoredKeys: block.whole, config: openPgpConfig }).catch(failureOf);
	if (!(asItIs instanceof Failure) && asItIs.length > 0) {
		result.keys.push(...asItIs);
		if (isWrapped) result.notes.push(`${name} was repaired: it did not come as gpg writes it.`);
		return;
	}
	const read = await readRepaired(block);
	if ('refused' in read) result.problems.push(`${name} ${read.refused}. ${read.remedy}`);
	else {
		result.keys.push(...read.keys);
		result.notes.push(`${name} was repaired: its lines or headers were not as gpg writes them.`);
	}
}

async function readRepaired(block: FoundBlock): Promise<KeyBytes> {
	let first: KeyBytes | undefined;
	for (const bytes of repairsOf(block)) {
		const read = await readKeyBytes(bytes);
		if (!('refused' in read)) return read;
		first ??= read;
	}
	return (
		first ?? {
			refused: 'has nothing in it that could be a key',
			remedy: 'Copy it again, whole, from the file that it was exported to.',
		}
	);
}

/** No block at all: perhaps the bytes of an export as text; else something that can be named. */
async function readWithoutBlocks(text: string, field: string, result: PastedKeys): Promise<void> {
	const bytes = readWrittenBytes(text);
	if (bytes !== undefined) {
		const read = await readKeyBytes(bytes);
		if ('refused' in read) result.problems.push(`What is under "${field}" ${read.refused}. ${read.remedy}`);
		else {
			result.keys.push(...read.keys);
			result.notes.push(
				`The key under "${field}" was read from base64 or hexadecimal digits without BEGIN and END lines.`,
			);
		}
		return;
	}
	result.problems.push(`"${field}" ${nameOther(text)}`);
}

const WHOLE_BLOCK = 'Paste the whole block, from -----BEGIN PGP to the line that starts with -----END PGP.';

function nameOther(text: string): string {
	const half = halfABlock(unwrapText(text));
	if (half !== undefined) {
		return `holds no OpenPGP key: it has ${half === 'BEGIN' ? 'a BEGIN line, but not its END line' : 'an END line, but not its BEGIN line'}. ${WHOLE_BLOCK}`;
	}
	const words = text.trim();
	if (/^(?:0x)?(?:[0-9a-f]{4} {0,2}){2,10}$/i.test(words)) {
		return `holds the ID or fingerprint of a key, not the key. ${WHOLE_BLOCK} gpg prints it with --armor --export.`;
	}
	if (/^(?:[a-z]:)?[\w./\\~ -]{1,300}\.(?:asc|gpg|pgp|key|txt|pem)$/i.test(words)) {
		return 'holds the name of a file, not what is in it. Open the file with a text editor, and paste its text.';
	}
	const thing = nameForeignThing(Buffer.from(text.slice(0, 4096)));
	if (thing === undefined || /plain text/.test(thing.what)) return `holds no OpenPGP key. ${WHOLE_BLOCK}`;
	const instead = thing.isKey ? ' Use the OpenPGP key instead: it begins with -----BEGIN PGP.' : '';
	return `holds no OpenPGP key: it is ${thing.what}. ${thing.remedy}${instead}`;
}
