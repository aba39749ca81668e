import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { missingScopes } from './missingScopes';
import { askedPause } from './rateLimit';
import type { Response } from './send';
import { oneLine } from '../../shared/run/oneLine';
import { supportLine } from './support';

const ExpiredTokenProblem = z.object({ error: z.object({ message: z.string() }) });
const Message = z.object({ message: z.string().min(1) });

/** "**400** with `{"error":{"message":"The token has been expired."}}`": only when the message speaks of it. */
export function isExpired({ status, body }: Response): boolean {
	const problem = ExpiredTokenProblem.safeParse(body);
	return status === 400 && problem.success && /token.*expired/i.test(problem.data.error.message);
}

/** 429: nothing was done. Says when to come back, as far as Tesouro does. */
export function tooManyRequests(response: Response): RemedyError {
	const seconds = Math.ceil(askedPause(response) / 1000);
	const when = seconds > 0 ? `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : 'later';
	return new RemedyError(
		'Tesouro received too many requests (status 429)',
		`Try again ${when}, and less often.${supportLine(response)}`,
		{ temporary: true },
	);
}

/** 401 and 403, and the same in words of GraphQL. Names the scopes that are missing where the answer does. */
export function refused(response: Response, said = ` (status ${response.status})`): RemedyError {
	if (response.status === 401 || isExpired(response)) {
		return new RemedyError(
			`Tesouro refused the request${said}`,
			`It does not accept the access token, not even a fresh one. Check the client ID and secret in the Tesouro credential, and that they belong to its environment.${supportLine(response)}`,
		);
	}
	const scopes = missingScopes(response);
	if (scopes.length === 0) {
		return new RemedyError(
			`Tesouro refused the request${said}`,
			`The client of this credential may not do this. Ask Tesouro to allow reporting for it.${supportLine(response)}`,
		);
	}
	const named = `the scope${scopes.length > 1 ? 's' : ''} ${scopes.join(' and ')}`;
	return new RemedyError(
		`Tesouro refused the request${said}; ${named} ${scopes.length > 1 ? 'are' : 'is'} missing`,
		`Ask Tesouro to give ${named} to the client of this credential.${supportLine(response)}`,
	);
}

/** 5xx, or an error that GraphQL calls one of the service. The request may have been carried out anyway. */
export const notAnswered = (response: Response, said = ` (status ${response.status})`): RemedyError =>
	new RemedyError(
		`Tesouro could not answer${said}`,
		`Try again after several minutes.${supportLine(response)}`,
		{ temporary: true, outcomeUnknown: true },
	);

/** Nothing that this API answers with: another host, a gateway, or a new form. */
export const unknownForm = (response: Response): RemedyError =>
	new RemedyError(
		`Tesouro's answer has an unknown format (status ${response.status})`,
		`Check the base URL in the Tesouro credential; if it is right, Tesouro changed its API: report it to the authors of this node.${supportLine(response)}`,
		{ outcomeUnknown: response.status < 300 },
	);

/** What the status alone says; undefined for 200 and for what must be read in the body. */
export function statusError(response: Response): RemedyError | undefined {
	const { status, body } = response;
	if (status === 401 || status === 403 || isExpired(response)) return refused(response);
	if (status === 429) return tooManyRequests(response);
	if (status >= 500) return notAnswered(response);
	if (status < 400 || status === 404) return undefined;
	const said = Message.safeParse(body);
	if (!said.success) return undefined;
	return new RemedyError(
		`Tesouro did not accept the request (status ${status}): ${oneLine(said.data.message)}`,
		`Correct what the message names.${supportLine(response)}`,
	);
}
