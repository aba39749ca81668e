import { reportEventResource } from '../../shared/deliveries/markDone';
import type { Resource } from '../../shared/run/operation';
import { activateSubscription } from './activateSubscription';
import { createSubscription } from './createSubscription';
import { deactivateSubscription } from './deactivateSubscription';
import { downloadReport } from './downloadReport';
import { generateKey } from './generateKey';
import { getManyReports } from './getManyReports';
import { getManySubscriptions } from './getManySubscriptions';
import { getReportStatus } from './getReportStatus';
import { getSubscription } from './getSubscription';
import { markDone } from './markDone';
import { requestReport } from './requestReport';
import { runQuery } from './runQuery';
import { updateSubscription } from './updateSubscription';
import { waitUntilReady } from './waitUntilReady';

/** Everything the Tesouro node can do, in the order of its lists. */
export const resources: Resource[] = [
	{
		value: 'report',
		name: 'Report',
		operations: [downloadReport, getManyReports, getReportStatus, requestReport, runQuery, waitUntilReady],
	},
	{ value: 'key', name: 'Key', operations: [generateKey] },
	reportEventResource(markDone),
	{
		value: 'subscription',
		name: 'Subscription',
		operations: [
			activateSubscription,
			createSubscription,
			deactivateSubscription,
			getSubscription,
			getManySubscriptions,
			updateSubscription,
		],
	},
];
