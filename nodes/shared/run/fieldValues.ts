import type { INodeProperties } from 'n8n-workflow';
import { RemedyError } from './remedyError';

/**
 * What is in a field, where an expression can make anything of it. A choice that is not on the list, or a limit that is
 * no number, must not be found out after the bill. All throw a RemedyError that names the field.
 */
export function choiceOf(field: INodeProperties, given: unknown): string {
	const offered = (field.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
	if (typeof given === 'string' && offered.includes(given)) return given;
	throw new RemedyError(
		`"${field.displayName}" has a value that is not on its list`,
		`Choose from its list. An expression there must return one of these: ${offered.join(', ')}.`,
	);
}

export function numberOf({ displayName }: INodeProperties, given: unknown): number {
	const number = readNumber(given);
	if (number > 0) return number;
	throw new RemedyError(
		`"${displayName}" must be a number above 0`,
		'Correct it in the options of this node.',
	);
}

/**
 * For what is counted in pieces: 2.5 rows would be cut as 3, and Infinity as all. From the field's own `minValue`, or 1, to
 * its `maxValue`.
 */
export function wholeNumberOf({ displayName, typeOptions = {} }: INodeProperties, given: unknown): number {
	const { minValue: least = 1, maxValue: most = Number.MAX_SAFE_INTEGER } = typeOptions;
	const number = readNumber(given);
	if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
	const range = typeOptions.maxValue === undefined ? `${least} or more` : `from ${least} to ${most}`;
	throw new RemedyError(
		`"${displayName}" must be a whole number, ${range}`,
		'Enter one, or correct the expression in this field.',
	);
}

/** NaN if it is not a number; to `Number`, an empty text is 0. */
export const readNumber = (given: unknown) =>
	typeof given === 'string' && given.trim() === '' ? NaN : Number(given);

export function flagOf({ displayName }: INodeProperties, given: unknown): boolean {
	if (typeof given === 'boolean') return given;
	throw new RemedyError(
		`"${displayName}" is neither true nor false`,
		'Switch it on or off, or use an expression that returns true or false, without quotes.',
	);
}
