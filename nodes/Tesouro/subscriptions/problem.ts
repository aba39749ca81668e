import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { missingScopes } from '../api/missingScopes';
import type { Response } from '../api/send';
import { tooManyRequests } from '../api/statusErrors';
import { oneLine } from '../../shared/run/oneLine';
import { supportLine } from '../api/support';

/** "Errors follow the RFC 7807 Problem Details format"; every member may be missing. `errors` is what validators add. */
const Problem = z
	.object({ title: z.string(), detail: z.string(), message: z.string(), errors: z.unknown() })
	.partial()
	.catch({});

/** What was tried, for the first words of the error: "Tesouro could not <attempt>". */
export interface Attempt {
	/** For example `list the subscriptions`. */
	attempt: string;
	/** The scope that it takes. */
	scope: string;
}

/** An answer of the Notifications API that is not a success: title and detail as Tesouro gave them, and what to do. */
export function problemError(response: Response, { attempt, scope }: Attempt): RemedyError {
	const { status } = response;
	const reason = readReason(response.body);
	const error = (message: string, remedy: string, temporary = false, outcomeUnknown = false) =>
		new RemedyError(message, remedy + supportLine(response), { temporary, outcomeUnknown });
	const refused = `Tesouro refused to ${attempt} (status ${status})${reason === '' ? '' : `: ${reason}`}`;

	if (status === 400 || status === 422) {
		return error(
			refused,
			'Fix what the message names. A URL must start with https:// and be reachable from the internet.',
		);
	}
	if (status === 401) {
		return error(
			refused,
			'Check the client ID and secret in the Tesouro credential, and that they belong to its environment.',
		);
	}
	if (status === 403) {
		const missing = missingScopes(response).join(', ') || scope;
		return error(
			`The client of the Tesouro credential may not ${attempt}: the scope ${missing} is missing (status 403)`,
			`Ask Tesouro to give this client the scope ${missing}.`,
		);
	}
	if (status === 404) {
		return error(
			`Tesouro has no such subscription, or it belongs to another organization (status 404)${reason === '' ? '' : `: ${reason}`}`,
			'Check the ID, and the environment of the Tesouro credential. "Get Many" lists what there is.',
		);
	}
	if (status === 409) {
		return error(
			refused,
			'A subscription for this event type and URL already exists. "Get Many" shows it; activate or change that one.',
		);
	}
	if (status === 429) return tooManyRequests(response);
	if (status >= 500) {
		return error(
			`Tesouro could not ${attempt} (status ${status})${reason === '' ? '' : `: ${reason}`}`,
			'Try again after several minutes.',
			true,
			true,
		);
	}
	return unknownForm(response, attempt);
}

/** An answer that looks like no document. Whether it was carried out is not known. */
export const unknownForm = (response: Response, attempt: string) =>
	new RemedyError(
		`Tesouro's answer has an unknown format (status ${response.status}; asked to ${attempt})`,
		`Check the base URL in the Tesouro credential; if it is right, Tesouro changed its API: report it to the authors of this node.${supportLine(response)}`,
		{ outcomeUnknown: true },
	);

/** Title and detail in one line, without saying the same twice. */
function readReason(body: unknown): string {
	const { title, detail, message, errors } = Problem.parse(body);
	const parts = [title ?? message, detail, ...validationTexts(errors)]
		.filter((part) => part !== undefined)
		.map((part) => oneLine(part).replace(/\.$/, ''))
		.filter((part) => part !== '');
	return [...new Set(parts)].join('. ');
}

const TEXTS_AT_MOST = 5;

/** `{"channelConfig.url": ["must begin with https://"]}`, or a list of texts, or of objects with a `message`. */
function validationTexts(errors: unknown): string[] {
	if (typeof errors !== 'object' || errors === null) return [];
	const texts = Object.entries(errors).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
			const said = typeof entry === 'string' ? entry : (entry as { message?: unknown } | null)?.message;
			if (typeof said !== 'string') return [];
			return [Array.isArray(errors) ? said : `${name}: ${said}`];
		}),
	);
	return texts.slice(0, TEXTS_AT_MOST);
}
