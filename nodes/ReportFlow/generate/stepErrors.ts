import { RemedyError } from '../../shared/run/remedyError';
import { mayHaveRun } from '../api/statusErrors';
import type { Acknowledged, Failed, Sent } from './job';
import type { Settings } from './settings';

/** How an answer says that a file is not there yet: no document does. 404 also says that it never will be. */
const notYet = new Set([202, 400, 404, 409, 425]);

export const mayComeYet = (error: unknown): boolean =>
	error instanceof RemedyError && (error.temporary || notYet.has(error.status ?? 0));

/** For a request of an earlier try whose outcome is unknown. */
export const sentBefore = ({ requests }: Sent): RemedyError =>
	new RemedyError(
		`${requests.length === 1 ? 'The PDF was' : `${requests.length} PDFs were`} requested in an earlier try, and the answer was lost`,
		mayHaveRun,
		{ outcomeUnknown: true },
	);

export function lateError(
	{ minutesAtMost }: Settings,
	{ requests, receipt }: Acknowledged,
	lastAnswer: string,
): RemedyError {
	return new RemedyError(
		`${requests.length === 1 ? 'The PDF is' : `${requests.length} PDFs are`} late: not ready after ${minutesAtMost} minutes. The last answer was: ${lastAnswer}`,
		`Check in ReportFlow before you generate it again. Fetch it later with Download, request ID ${receipt.requestId}, or allow more minutes. ReportFlow does not report failed generations.`,
	);
}

/** What was made can be fetched: it should not be generated again. 422 says that it was not made. */
export function withRequestId(error: unknown, { receipt }: Acknowledged): unknown {
	if (error instanceof RemedyError && error.status === 422) return error;
	const { message, remedy } = failureOf(error);
	return new RemedyError(
		message,
		`${remedy === '' ? '' : `${remedy} `}It was generated: Download gets it with the request ID ${receipt.requestId}.`,
		error instanceof RemedyError ? error : {},
	);
}

export const failureOf = (error: unknown): Failed['failure'] => ({
	message: messageOf(error),
	remedy: error instanceof RemedyError ? error.remedy : '',
});

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
