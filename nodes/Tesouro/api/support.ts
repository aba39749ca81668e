import type { Response } from './send';

/** "Quote the response header `x-request-id` when contacting support": the sentence that goes with every error. */
export function supportLine({ headers }: Pick<Response, 'headers'>): string {
	const id = headers['x-request-id'];
	const isId = id !== undefined && /^[\w.:/+=-]{1,128}$/.test(id);
	return isId ? ` Tesouro support finds it by x-request-id ${id}.` : '';
}
