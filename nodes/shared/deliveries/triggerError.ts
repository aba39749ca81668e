import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { inSentences, RemedyError } from '../run/remedyError';

/** An error to end a publication with. The remedy is in the message: n8n 2 shows nothing else of a trigger's error. */
export function triggerError(context: IHookFunctions, error: unknown): Error {
	if (error instanceof RemedyError) return new NodeOperationError(context.getNode(), wordsOf(error));
	if (error instanceof NodeOperationError) return error;
	return new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
}

/** What happened and what to do, in sentences. */
export const wordsOf = (error: unknown) =>
	error instanceof RemedyError
		? inSentences(error.message, error.remedy)
		: `${error instanceof Error ? error.message : String(error)}.`;
