import type { Resource } from '../../shared/run/operation';
import { checkPartner } from './checkPartner';
import { decryptFile } from './decryptFile';
import { encryptFile } from './encryptFile';
import { generateKey } from './generateKey';
import { inspectFile } from './inspectFile';
import { inspectKeys } from './inspectKeys';
import { signFile } from './signFile';
import { verifyFile } from './verifyFile';

/** Everything the OpenPGP node can do, in the order of its lists. */
export const resources: Resource[] = [
	{
		value: 'file',
		name: 'File',
		operations: [decryptFile, encryptFile, inspectFile, signFile, verifyFile],
	},
	{ value: 'key', name: 'Key', operations: [inspectKeys, generateKey, checkPartner] },
];
