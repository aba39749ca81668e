import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Sandbox, SandboxReport } from '../../tools/sandbox/Tesouro/sandbox.mts';

/** A delivery as it travels, to be sent again to the byte, or changed on its way. */
export interface CapturedDelivery {
	headers: Record<string, string>;
	body: Buffer;
}

/** Lets the provider deliver to nobody but us. */
export async function captureDelivery(sandbox: Sandbox, report: SandboxReport): Promise<CapturedDelivery> {
	const captured: CapturedDelivery[] = [];
	const server = createServer((request, response) => {
		void buffer(request).then((body) => {
			const { host, connection, 'content-length': length, ...headers } = request.headers;
			captured.push({ headers: headers as Record<string, string>, body });
			response.end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await sandbox.deliver(report, { to: `http://127.0.0.1:${port}/`, retry: false });
	server.close();
	return captured[0]!;
}

/** Sends it. */
export async function send(url: string, { headers, body }: CapturedDelivery): Promise<Response> {
	return await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
}
