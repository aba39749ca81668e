import { oneLine } from '../../shared/run/oneLine';
import { RemedyError, type FailureFacts } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { askedPause } from './rateLimit';
import type { Answer } from './send';

/** "{ statusCode, message: string | string[], error }"; the OAuth endpoints may use `error_description`. */
const Problem = z.object({
	message: z.union([z.string(), z.array(z.string())]).optional(),
	error_description: z.string().optional(),
	error: z.string().optional(),
});

const CHARACTERS_AT_MOST = 500;

/** What ReportFlow says of it, in one line; empty when it says nothing. Somebody else's text: bounded. */
export function messageOf({ body }: Pick<Answer, 'body'>): string {
	const { data } = Problem.safeParse(body);
	const said = [data?.message ?? data?.error_description ?? data?.error ?? []].flat().join('; ');
	return oneLine(said, CHARACTERS_AT_MOST);
}

/** What the request was for decides what people can do about its failure. */
export type Purpose = 'generate' | 'download' | 'lookUp';

/** The error for an answer that is none of success. The status alone decides: texts are partly Japanese, and differ. */
export function statusError(answer: Answer, purpose: Purpose): RemedyError {
	const { status } = answer;
	const said = messageOf(answer);
	const ending = said === '' ? '' : `: ${said}`;
	const error = (message: string, remedy: string, facts: FailureFacts = {}) =>
		new RemedyError(`${message} (status ${status})${ending}`, remedy, { status, ...facts });

	// Our reading of FILE.PDF_CONVERSION_FAILED, whose status no document names.
	if (status === 422 && purpose === 'download') {
		return error(
			'ReportFlow could not make the PDF',
			'Check the values in the request, then generate it again. Waiting longer does not help.',
		);
	}
	const isRefused = purpose === 'generate' && (status === 409 || status === 425);
	if (status === 400 || status === 422 || isRefused) {
		return error(
			'ReportFlow did not accept the request',
			'Correct what the message names: the design, its version, the file name or the parameters. Nothing was generated.',
		);
	}
	if (status === 401) {
		return error(
			'ReportFlow does not accept the keys or the sign-in of the credential',
			'Check them in the ReportFlow credential, and that they belong to its environment and workspace. After a key was regenerated, only the new one works; with OAuth2, you may need to sign in again.',
		);
	}
	if (status === 402) {
		return error(
			'The plan of this workspace does not allow this',
			'Check in ReportFlow the plan and the pages left this month. Nothing was generated.',
		);
	}
	if (status === 403) {
		return error(
			'ReportFlow does not allow this',
			'Check the rights of the key or the sign-in, and the plan of the workspace: its pages for this month may be used up.',
		);
	}
	if (status === 404) return /^Cannot (GET|POST) \//.test(said) ? elsewhere(error) : notFound(error, purpose);
	if (status === 202 || status === 409 || status === 425) {
		return error('The PDF is not ready yet', 'Try again in a minute, or let Generate wait for it.', {
			temporary: true,
		});
	}
	if (status === 412) {
		return error(
			'A key for ReportFlow is missing',
			'Check "Kind of Key" in the ReportFlow credential: a workspace with its own address needs an application key and a secret key.',
		);
	}
	if (status === 413) {
		return error(
			'The request is too large for ReportFlow',
			'Send fewer or smaller values (especially pictures), or fewer files at once. Nothing was generated.',
		);
	}
	if (status === 429) {
		const seconds = Math.ceil(askedPause(answer.headers) / 1000);
		return error(
			'ReportFlow received too many requests',
			`Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. If others use the same workspace, lower the requests a minute in the ReportFlow credential.`,
			{ temporary: true },
		);
	}
	// Of those two, too, somebody on the way may be the author, who waited for ReportFlow and gave up.
	if (status >= 500 || status === 408 || status === 499) return notAnswered(error, purpose, status);
	return error(
		'The answer does not come from ReportFlow',
		'Check the base URL in the ReportFlow credential; if it is right, ReportFlow changed its API: report it to the authors of this node.',
		{ outcomeUnknown: status < 300 },
	);
}

type MakeError = (message: string, remedy: string, facts?: FailureFacts) => RemedyError;

/** So says the server of ReportFlow where it has no such address. */
const elsewhere = (error: MakeError) =>
	error(
		'The ReportFlow API is elsewhere on this host',
		'Correct the base URL in the ReportFlow credential: it ends with /v1.',
	);

function notFound(error: MakeError, purpose: Purpose): RemedyError {
	if (purpose === 'download') {
		return error(
			'ReportFlow has no such file (any more)',
			'Check the request ID and the file ID. ReportFlow deletes files after some time: generate it again then.',
		);
	}
	return error(
		'ReportFlow has no such design or version',
		'Choose the design from the list again, and check its version. Nothing was generated.',
	);
}

/** Whether a generation ran before the failure is unknown: it is never sent again automatically. */
function notAnswered(error: MakeError, purpose: Purpose, status: number): RemedyError {
	const facts = { temporary: true, outcomeUnknown: true };
	if (purpose !== 'generate') {
		return error('ReportFlow could not answer', 'Try again in a few minutes.', facts);
	}
	return error(
		status === 504 ? 'ReportFlow took too long to generate' : 'ReportFlow failed while generating',
		mayHaveRun,
		facts,
	);
}

export const mayHaveRun =
	'The PDF may have been made and billed anyway, so the request was not sent again. Look for it in ReportFlow (the ReportFlow Trigger reports it, too) before you run this step again. For large PDFs, let the execution sleep until the file is ready.';
