import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Listen on this machine only; the URL that leads there. */
export async function listenLocally(server: Server | TlsServer, port: number): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EADDRINUSE') return reject(error);
			reject(new Error(`Port ${port} is in use. Stop what listens there, or choose another with --port.`));
		});
		server.listen(port, '127.0.0.1', resolve);
	});
	const scheme = server instanceof TlsServer ? 'https' : 'http';
	return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
