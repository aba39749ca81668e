import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { makeAuthority, makeSelfSigned, type KeyPair } from '../certificates.mts';
import { listenLocally } from '../listenLocally.mts';
import type { ConnectReportSandboxOptions } from './options.mts';

/** A server that can go away and come back. */
export interface RestartableServer {
	/** What to trust, in PEM; undefined with plain HTTP. */
	caCertificate: string | undefined;
	/** Listens; the URL that leads there. */
	listen(port: number): Promise<string>;
	/** Nobody listens any more, and nobody is connected. */
	goAway(): Promise<void>;
}

/** "self-hosted server": so it has plain HTTP, or a certificate that no browser knows. */
export async function makeServer(
	{ tls = 'none', tlsNames = ['127.0.0.1', 'localhost'] }: ConnectReportSandboxOptions,
	answer: RequestListener,
): Promise<RestartableServer> {
	const { pair, caCertificate } = await makeCertificate(tls, tlsNames);
	let server: Server | TlsServer | undefined;
	return {
		caCertificate,
		async listen(port) {
			server = pair ? createTlsServer(pair, answer) : createServer(answer);
			return await listenLocally(server, port);
		},
		async goAway() {
			const closed = new Promise((resolve) => server?.close(resolve));
			server?.closeAllConnections();
			await closed;
		},
	};
}

async function makeCertificate(
	tls: NonNullable<ConnectReportSandboxOptions['tls']>,
	names: string[],
): Promise<{ pair?: KeyPair; caCertificate: string | undefined }> {
	if (tls === 'none') return { caCertificate: undefined };
	if (tls === 'self-signed') {
		const pair = await makeSelfSigned(names);
		return { pair, caCertificate: pair.cert };
	}
	const authority = await makeAuthority('Authority of a company');
	return { pair: await authority.issue(names), caCertificate: authority.certificate };
}
