import { reportEventResource } from '../../shared/deliveries/markDone';
import type { Resource } from '../../shared/run/operation';
import { exportReport } from './exportReport';
import { getManyReports } from './getManyReports';
import { getReport } from './getReport';
import { getTaskReports } from './getTaskReports';
import { runNow } from './runNow';
import { markDone } from './markDone';

/** Everything the ConnectReport node can do, in the order of its lists. */
export const resources: Resource[] = [
	{ value: 'report', name: 'Report', operations: [exportReport, getReport, getManyReports] },
	reportEventResource(markDone),
	{ value: 'reportTask', name: 'Report Task', operations: [getTaskReports, runNow] },
];
