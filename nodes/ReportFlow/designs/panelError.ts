import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

/** n8n shows the message of a list that failed; what to do goes with it. */
export function panelError(context: ILoadOptionsFunctions, error: unknown): NodeOperationError {
	return error instanceof RemedyError
		? new NodeOperationError(context.getNode(), error.message, { description: error.remedy })
		: new NodeOperationError(context.getNode(), error as Error);
}
