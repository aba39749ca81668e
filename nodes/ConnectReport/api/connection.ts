import type { Patience } from '../../shared/http/patience';
import { readAnswer, send, type HttpContext, type OpenAnswer, type Party } from '../../shared/http/send';
import type { Server } from './credential';
import { connectReport } from '../facts';
import type { Target } from './paths';
import { withPause } from './persist';
import { statusError } from './statusErrors';
import { whenUnreachable } from './whenUnreachable';

/** A server, the key for it, and how patiently it is asked. */
export interface Connection {
	context: HttpContext;
	server: Server;
	party: Party;
	apiKey: string;
	patience: Patience;
}

/** Who is named in errors, and what they advise. */
export const partyOf = (server: Server): Party => ({
	name: 'ConnectReport',
	whenTooLarge: 'Check the server address in the ConnectReport credential.',
	whenUnreachable: (error) => whenUnreachable(error, server),
});

/** The answer as it begins to arrive. Throws a RemedyError unless its status is 200. */
export async function sendForFile(connection: Connection, target: Target): Promise<OpenAnswer> {
	const open = await sendOnce(connection, target);
	if (open.status === 200) return open;
	const answer = await readAnswer(open, connection.party, connection.server.host);
	throw withPause(statusError(answer, 'file'), answer);
}

/** One request, whatever its answer. */
export async function sendOnce(
	{ context, party, apiKey, patience }: Connection,
	{ method, url, query }: Target,
	body?: object,
): Promise<OpenAnswer> {
	const { timeoutMs, signal } = patience;
	return await send(
		context,
		{
			method,
			url,
			headers: {
				// Compressed on the way, a file would arrive with another length than the one announced.
				'accept-encoding': 'identity',
				...(body && method !== 'GET' && { 'content-type': 'application/json' }),
				[connectReport.headers.apiKey]: apiKey,
			},
			...(Object.keys(query).length > 0 && { qs: query }),
			...(body && method !== 'GET' && { body: JSON.stringify(body) }),
			timeout: timeoutMs,
			...(signal && { abortSignal: signal }),
		},
		party,
	);
}
