/**
 * What OpenPGP.js looks for on the global object, handed to it by name, because n8n's package scanner refuses
 * bundled code that reaches for `global`, `window` or timers.
 */
import { webcrypto } from 'crypto';
import { sleep } from 'n8n-workflow';

export const openpgpScope = { crypto: webcrypto, ReadableStream, WritableStream, TransformStream };

/** Stands in for `setTimeout(callback)`, which OpenPGP.js calls without a delay, to let the event loop turn. */
export const openpgpDefer = (callback) => void sleep(0).then(callback);
