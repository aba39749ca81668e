import type { Resource } from '../../shared/operation';
import { downloadReport } from './downloadReport';
import { getReportStatus } from './getReportStatus';
import { requestReport } from './requestReport';

/** Everything the Tesouro node can do, in the order of its lists. */
export const resources: Resource[] = [
	{ value: 'report', name: 'Report', operations: [downloadReport, getReportStatus, requestReport] },
];
