import { createServer } from 'node:http';
import { listenLocally } from '../listenLocally.mts';

/** A host that nobody should ever talk to. */
export interface Decoy {
	url: string;
	/** Everything that came: connections also count when nothing was asked. */
	log: string[];
	close(): Promise<void>;
}

/** Starts it: what it sees is in its log, headers of requests by their names only. */
export async function startDecoy(): Promise<Decoy> {
	const log: string[] = [];
	const server = createServer((request, response) => {
		log.push(`${request.method} ${request.url} with ${Object.keys(request.headers).sort().join(', ')}`);
		response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7 of a stranger');
	});
	server.on('connection', () => log.push('connection'));
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		log.push(`no HTTP: ${error.code}`);
		socket.destroy();
	});
	const url = await listenLocally(server, 0);
	return {
		url,
		log,
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}
