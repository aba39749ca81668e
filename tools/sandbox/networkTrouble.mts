import type { ServerResponse } from 'node:http';
import { pause } from './pause.mts';

interface Sandbox {
	slowMs: number;
	/** Fires when the sandbox closes. */
	closing: AbortSignal;
	/** A server that no client should ever ask. */
	decoyUrl: string;
}

/**
 * What can go wrong between any client and any API. True when there is no answer, or not the API's: then nothing else was done.
 * `start` is how an answer begins that breaks off.
 */
export async function makesNetworkTrouble(
	trouble: string,
	{ slowMs, closing, decoyUrl }: Sandbox,
	response: ServerResponse,
	start: string,
): Promise<boolean> {
	switch (trouble) {
		case 'slow':
			return !(await pause(slowMs, closing));
		case 'silent':
			return true;
		case 'cut-off':
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
			response.write(start);
			setTimeout(() => response.destroy(), 20).unref();
			return true;
		case 'not-json':
			response.writeHead(200, { 'content-type': 'application/json' }).end('not JSON');
			return true;
		case 'redirect-away':
			response.writeHead(302, { location: `${decoyUrl}/stolen` }).end();
			return true;
		default:
			return false;
	}
}
