import { readNumber } from '../run/fieldValues';
import { RemedyError } from '../run/remedyError';

/**
 * The bytes of a limit in megabytes from a field. An expression can make nothing or a text of it, and no file is
 * larger than "not a number". Throws a RemedyError that names the field.
 */
export function bytesOf(fieldName: string, megabytes: unknown): number {
	const number = readNumber(megabytes);
	if (number > 0) return number * 1_000_000;
	throw new RemedyError(
		`"${fieldName}" must be a number above 0`,
		'Correct it in the options of this node. An expression there must return a number of megabytes.',
	);
}
