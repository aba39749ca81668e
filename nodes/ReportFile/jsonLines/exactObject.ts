import { CsvError } from '../csv/csvError';

/** Strings first, so digits inside them are never taken for a number. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Before numbers that were made strings, to tell them from strings that were there. */
const MARK = '\u0000';

/** A JSON object as texts by key. Numbers keep their digits; what is nested stays JSON; null is empty. */
export function parseObject(text: string, line: number): Map<string, string> {
	const value = parse(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noObject(line);
	return new Map(Object.entries(value).map(([key, one]) => [key, textOf(one)]));
}

function parse(text: string): unknown {
	try {
		JSON.parse(text);
		return JSON.parse(
			text.replace(stringOrNumber, (token) => (token[0] === '"' ? token : `"\\u0000${token}"`)),
		);
	} catch {
		return undefined;
	}
}

function textOf(value: unknown): string {
	if (value === null) return '';
	if (typeof value === 'string') return value.startsWith(MARK) ? value.slice(1) : value;
	if (typeof value !== 'object') return String(value);
	return JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, '$1');
}

const noObject = (line: number) =>
	new CsvError(
		`Line ${line} is not a JSON object`,
		'JSON Lines has one object per line. For a single JSON document, use another node.',
	);
