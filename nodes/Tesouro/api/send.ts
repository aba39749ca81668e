import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	readAnswer,
	send as sendOpen,
	type Answer,
	type HttpContext,
	type Party,
} from '../../shared/http/send';
import { parseExactJson } from './exactJson';

export type { HttpContext };

/** The body is parsed when it is JSON, with numbers that JavaScript would round as text; else it is the text itself. */
export type Response = Answer;

const tesouroParty: Party = {
	name: 'Tesouro',
	whenTooLarge:
		'Ask for fewer rows at once with "Page Size", and check the base URL in the Tesouro credential.',
};

/** One request and its whole answer, whatever its status. Throws a RemedyError when no answer came. */
export async function send(context: HttpContext, options: IHttpRequestOptions): Promise<Response> {
	const { host } = new URL(options.url);
	const answer = await sendOpen(context, options, tesouroParty);
	return await readAnswer(answer, tesouroParty, host, (text) => parseExactJson(text) ?? text);
}
