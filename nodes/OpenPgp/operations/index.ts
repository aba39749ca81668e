import type { Resource } from '../../shared/operation';
import { decryptFile } from './decryptFile';

/** Everything the OpenPGP node can do, in the order of its lists. */
export const resources: Resource[] = [{ value: 'file', name: 'File', operations: [decryptFile] }];
