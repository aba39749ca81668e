import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Authority } from '../certificates.mts';
import { listenLocally } from '../listenLocally.mts';

/** One request, with all of its body. */
export interface WholeRequest {
	host: string;
	method: string;
	/** Still percent-encoded. */
	path: string;
	headers: IncomingMessage['headers'];
	body: Buffer;
}

/** A server on this machine that stands in for hosts of others. */
export interface StandIn {
	port: number;
	close(): Promise<void>;
}

/** Starts it, with a certificate for the names of those hosts. */
export async function startTlsServer(
	authority: Authority,
	hosts: string[],
	answer: (request: WholeRequest, response: ServerResponse) => void,
): Promise<StandIn> {
	const server = createServer(await authority.issue(hosts), (request, response) => {
		const { headers, method = '', url = '' } = request;
		buffer(request).then(
			(body) => answer({ host: headers.host ?? '', method, path: url, headers, body }, response),
			() => response.destroy(),
		);
	});
	const { port } = new URL(await listenLocally(server, 0));
	return {
		port: Number(port),
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}
