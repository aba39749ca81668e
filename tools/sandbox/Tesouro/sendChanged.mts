import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';
import type { SandboxSubscription } from './subscriptionRecord.mts';

/** Answer a change that was made, unless the knobs have the answer lost on its way or without a body. */
export function sendChanged(
	state: State,
	subscription: SandboxSubscription,
	response: ServerResponse,
	status: number,
): void {
	const { changeAnswer } = state.knobs;
	if (changeAnswer === 'lost-once') {
		state.knobs.changeAnswer = 'subscription';
		response.destroy();
	} else if (changeAnswer === 'empty') {
		response.writeHead(204);
		response.end();
	} else sendJson(response, status, subscription);
}
