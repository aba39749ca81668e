import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const CHANNEL = 'http.server.request.start';

/** Remembers every access token that a server of this process, such as the sandbox, is shown. */
export function watchTokens(): { tokens: ReadonlySet<string>; stop(): void } {
	const tokens = new Set<string>();
	const look = (message: unknown) => {
		const { authorization } = (message as { request: IncomingMessage }).request.headers;
		const token = authorization?.replace(/^Bearer /i, '');
		if (token !== undefined) tokens.add(token);
	};
	subscribe(CHANNEL, look);
	return { tokens, stop: () => unsubscribe(CHANNEL, look) };
}
