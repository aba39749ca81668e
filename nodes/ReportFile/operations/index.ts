import type { Resource } from '../../shared/run/operation';
import { convert } from './convert';
import { inspect } from './inspect';

/** Everything the Report File node can do, in the order of its lists. */
export const resources: Resource[] = [
	{ value: 'report', name: 'Report', operations: [inspect] },
	{ value: 'file', name: 'File', operations: [convert] },
];
