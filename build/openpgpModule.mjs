/**
 * Stands in for Node's `module`, from which OpenPGP.js takes `createRequire` to load Node's own modules if they are
 * there. It gets node:crypto (native AES and SHA-1) and Buffer, and is told that nothing else exists: it then inflates
 * with the Web platform's DecompressionStream.
 */
import * as crypto from 'crypto';

const available = { crypto, buffer: { Buffer }, worker_threads: {}, os: { cpus: () => [1] } };

export const createRequire = () => (name) => available[name];
