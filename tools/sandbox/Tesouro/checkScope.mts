import type { ServerResponse } from 'node:http';
import { sendProblem } from './problem.mts';
import type { State } from './state.mts';

/** True when the client may do this; otherwise answers "403: valid token but insufficient scopes" and returns false. */
export function checkScope(state: State, needed: 'read' | 'write', response: ServerResponse): boolean {
	const { scopes } = state.knobs;
	if (scopes === 'both' || scopes === needed) return true;
	const scope = `notification:subscription:${needed}`;
	sendProblem(response, 403, `The token lacks the scope ${scope}.`, { requiredScopes: [scope] });
	return false;
}
