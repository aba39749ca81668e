import { createServer, request } from 'node:http';
import { listenLocally } from '../../../tools/sandbox/listenLocally.mts';

/** Passes everything on, but loses the answers to the first requests of one kind: they are carried out all the same. */
export async function startLosingProxy(
	target: string,
	lost: { path: RegExp; times: number },
): Promise<{ url: string; close(): Promise<void> }> {
	let left = lost.times;
	const server = createServer((incoming, outgoing) => {
		const { method, headers, url = '/' } = incoming;
		const passed = request(new URL(url, target), { method, headers }, (answer) => {
			if (lost.path.test(`${method} ${url}`) && left-- > 0) {
				answer.resume();
				outgoing.destroy();
				return;
			}
			outgoing.writeHead(answer.statusCode!, answer.headers);
			answer.pipe(outgoing);
		});
		passed.on('error', () => outgoing.destroy());
		incoming.pipe(passed);
	});
	const url = await listenLocally(server, 0);
	return {
		url,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
