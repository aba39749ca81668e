import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenLocally } from '../listenLocally.mts';

/** A proxy that leads some hosts to servers on this machine, and nobody to any other host. */
export interface ConnectProxy {
	url: string;
	/** Every host that somebody asked for, mapped or not, as `host:port`. */
	asked: Array<{ host: string; isMapped: boolean }>;
	close(): Promise<void>;
}

/** Starts it: `ports` says on which port of this machine each host is. TLS goes through it unread. */
export async function startConnectProxy(ports: Record<string, number>): Promise<ConnectProxy> {
	const asked: ConnectProxy['asked'] = [];
	const sockets = new Set<Duplex>();
	const refuse = 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';
	// A request for plain HTTP: none of the mapped hosts has that.
	const server = createServer((request, response) => {
		asked.push({ host: request.url ?? '', isMapped: false });
		response.writeHead(403).end();
	});
	server.on('connect', ({ url = '' }, client, head) => {
		const [host = '', port] = url.split(':');
		const to = port === '443' ? ports[host] : undefined;
		asked.push({ host: url, isMapped: to !== undefined });
		client.on('error', () => client.destroy());
		if (to === undefined) {
			client.end(refuse);
			return;
		}
		const upstream = connect(to, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(client).pipe(upstream);
		});
		upstream.on('error', () => client.destroy());
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		}
	});
	const url = await listenLocally(server, 0);
	return {
		url,
		asked,
		async close() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}
