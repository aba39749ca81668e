import { SHEET_NAME_CHARACTERS_AT_MOST } from '../limits';

/** A name as Excel allows it: none of []:*?/\, no apostrophe at its ends, not "History", which Excel keeps for itself. */
export function sheetName(wanted: string, number: number): string {
	const ending = number === 1 ? '' : ` (${number})`;
	const cleaned = wanted
		.replace(/[\p{Cc}[\]:*?/\\]/gu, ' ')
		.trim()
		.slice(0, SHEET_NAME_CHARACTERS_AT_MOST - ending.length)
		.replace(/^'+|'+$/g, '')
		.trim();
	const name = cleaned === '' || /^history$/i.test(cleaned) ? 'Report' : cleaned;
	return name + ending;
}
