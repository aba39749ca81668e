import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CuttingProxy {
	url: string;
	/** How many answers were cut. */
	cuts: number;
	close(): Promise<void>;
}

/** Passes everything on, but cuts each answer to an immediate generation in the middle of its body. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
	const server = createServer((incoming, outgoing) => {
		const { method, headers, url = '/' } = incoming;
		const passed = request(new URL(url, target), { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode!, answer.headers);
			if (!url.includes('/sync/')) return void answer.pipe(outgoing);
			answer.once('data', (chunk: Buffer) => {
				proxy.cuts++;
				outgoing.write(chunk.subarray(0, chunk.length / 2), () => outgoing.destroy());
				answer.destroy();
			});
		});
		incoming.pipe(passed);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const proxy: CuttingProxy = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		cuts: 0,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return proxy;
}
