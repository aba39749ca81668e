/**
 * Stands in for Node's `module`, from which OpenPGP.js takes `createRequire` to load Node's own modules if they are
 * there. It gets node:crypto (native AES and SHA-1) and Buffer, and is told that nothing else exists: it then inflates
 * with the Web platform's DecompressionStream. It also gets eckey-utils, which writes keys on Brainpool curves and
 * secp256k1 as node:crypto reads them; OpenPGP.js does not bring it along.
 */
import * as crypto from 'crypto';
import * as eckeyUtils from 'eckey-utils';

const available = {
	crypto,
	buffer: { Buffer },
	worker_threads: {},
	os: { cpus: () => [1] },
	'eckey-utils': eckeyUtils.default ?? eckeyUtils,
};

export const createRequire = () => (name) => available[name];
