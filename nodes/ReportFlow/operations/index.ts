import { reportEventResource } from '../../shared/deliveries/markDone';
import type { Resource } from '../../shared/run/operation';
import { download } from './download';
import { generate } from './generate';
import { generateMany } from './generateMany';
import { getManyDesigns } from './getManyDesigns';
import { getDesignParameters } from './getParameters';
import { markDone } from './markDone';

/** Everything the ReportFlow node can do, in the order of its lists. */
export const resources: Resource[] = [
	{ value: 'pdf', name: 'PDF', operations: [generate, generateMany, download] },
	reportEventResource(markDone),
	{ value: 'design', name: 'Design', operations: [getManyDesigns, getDesignParameters] },
];
