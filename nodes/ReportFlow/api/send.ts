import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	readAnswer as read,
	send as sendTo,
	type Answer,
	type HttpContext,
	type OpenAnswer,
	type Party,
} from '../../shared/http/send';

export { discard, type Answer, type HttpContext, type OpenAnswer } from '../../shared/http/send';

const reportFlowParty: Party = {
	name: 'ReportFlow',
	whenTooLarge: 'Check the base URL in the ReportFlow credential.',
};

/** One request, its body not read yet. Throws a RemedyError when no answer came. */
export const send = async (context: HttpContext, options: IHttpRequestOptions): Promise<OpenAnswer> =>
	await sendTo(context, options, reportFlowParty);

/** Reads the rest of an answer. Throws a RemedyError when it breaks off. */
export const readAnswer = async (answer: OpenAnswer, host: string): Promise<Answer> =>
	await read(answer, reportFlowParty, host);
