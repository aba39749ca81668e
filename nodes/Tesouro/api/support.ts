import type { Response } from './send';

/** "Quote the response header `x-request-id` when contacting support": the sentence that goes with every error. */
export function supportLine({ headers }: Pick<Response, 'headers'>): string {
	const id = headers['x-request-id'];
	const isId = id !== undefined && /^[\w.:/+=-]{1,128}$/.test(id);
	return isId ? ` Tesouro support finds it by x-request-id ${id}.` : '';
}

const LENGTH_AT_MOST = 300;

/** A text of somebody else's, in one line and not longer than one may be read. */
export function plain(text: string): string {
	const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
	return line.length > LENGTH_AT_MOST ? `${line.slice(0, LENGTH_AT_MOST)}…` : line;
}
