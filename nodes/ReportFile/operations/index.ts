import type { Resource } from '../../shared/run/operation';
import { compare } from './compare';
import { convert } from './convert';
import { filter } from './filter';
import { getRows } from './getRows';
import { inspect } from './inspect';
import { join } from './join';
import { pack } from './pack';
import { split } from './split';
import { summarize } from './summarize';
import { unpack } from './unpack';

/** Everything the Report File node can do, in the order of its lists. */
export const resources: Resource[] = [
	{ value: 'report', name: 'Report', operations: [compare, filter, getRows, inspect, summarize] },
	{ value: 'file', name: 'File', operations: [convert, join, pack, split, unpack] },
];
