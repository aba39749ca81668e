import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, sendError } from './sendError.mts';
import type { Generation, State } from './state.mts';

/**
 * True when the request is signed in to the workspace; otherwise answers it and returns false. NEW: `appkey`, or a bearer
 * token with the scope `pdf:generate`. OLD: `AppKey` and `SecretKey`, which "must equal the keys' workspace, else 401".
 */
export function checkSignIn(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	{ generation, workspaceId }: { generation: Generation; workspaceId: string },
): boolean {
	const isOld = generation === 'old';
	const { appkey, secretkey, authorization } = request.headers as Record<string, string | undefined>;
	const bearer = isOld ? undefined : /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
	if (
		isOld ? appkey === undefined || secretkey === undefined : appkey === undefined && bearer === undefined
	) {
		sendError(response, isOld ? errors.noHeaderOld : errors.noHeader);
		return false;
	}
	const refuse = () => sendError(response, isOld ? errors.unauthorizedOld : errors.unauthorized);
	if (bearer !== undefined && appkey === undefined) {
		const token = state.tokens.get(bearer);
		if (!token || token.endsAt <= Date.now()) return (refuse(), false);
		if (token.scopes.includes('pdf:generate')) return true;
		sendError(response, errors.forbidden);
		return false;
	}
	const isRight =
		workspaceId === state.workspaceId &&
		isSame(appkey, state.appKey) &&
		(!isOld || isSame(secretkey, state.secretKey));
	if (!isRight) refuse();
	return isRight;
}

/** In constant time. */
export function isSame(given: string | null | undefined, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));
}
