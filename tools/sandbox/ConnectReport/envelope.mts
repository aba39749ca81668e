import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/** `data.reports[]` is what the vendor's sample reads, `data` being the body; the other envelopes are guesses. */
export function sendList(state: State, response: ServerResponse, name: string, items: unknown[]): void {
	const bodies = {
		named: { [name]: items },
		data: { data: items },
		bare: items,
		nested: { data: { [name]: items } },
	};
	sendJson(response, 200, bodies[state.knobs.envelope]);
}

/** One thing: the vendor's sample reads its fields, like `id` and `jobId`, from the body itself. */
export function sendOne(
	state: State,
	response: ServerResponse,
	item: Record<string, unknown>,
	{ name, status = 200 }: { name: string; status?: number },
): void {
	const { envelope } = state.knobs;
	const body =
		envelope === 'data' ? { data: item } : envelope === 'nested' ? { data: { [name]: item } } : item;
	sendJson(response, status, body);
}
