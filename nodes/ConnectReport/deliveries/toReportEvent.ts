import { toRfc3339 } from '../../shared/run/providerTime';
import type { PassedProof } from '../../shared/deliveries/proof';
import type { ReportEvent, Verification } from '../../shared/deliveries/reportEvent';
import { connectReport } from '../facts';
import { madeAt, type ReportRecord } from '../reports/records';
import { eventEntry, type Callback, type Payload, type ReportTask } from './payload';
import type { Policy } from './policy';
import { toReceived, type Received } from './received';

/** What is known of a delivery beyond itself. */
export interface Evidence {
	verification: Verification;
	/** Something vouches for the whole body. Else only what ConnectReport confirmed is repeated: the rest is a stranger's word. */
	isBodyTrusted: boolean;
	/** What ConnectReport itself has of the report task, where it was asked to confirm it. */
	confirmed?: ReportTask | undefined;
	/** The server of the API credential, where the trigger has one. Never one that the delivery names. */
	serverUrl?: string | undefined;
	/** The report that the run made, as ConnectReport has it. */
	report?: ReportRecord | undefined;
	/** The tags, where they were looked up. */
	tags?: string[] | undefined;
}

/** The step `toReportEvent`: ConnectReport's callback as the uniform report event. */
export const toReportEvent = (
	payload: Payload,
	proof: PassedProof,
	policy: Policy,
	{ verification, confirmed }: { verification: Verification; confirmed?: Partial<Evidence> },
): ReportEvent =>
	eventFrom(toReceived(payload, proof, policy), {
		...confirmed,
		verification,
		isBodyTrusted: proof.isTrusted,
		serverUrl: policy.serverUrl,
	});

/** The same from its parts. */
export function eventFrom(received: Received, evidence: Evidence): ReportEvent {
	const { callback, receivedAt, eventId, payload } = received;
	const { isBodyTrusted, confirmed, verification, serverUrl, report, tags } = evidence;
	const { trigger, status } = callback;
	const entry = eventEntry(callback.event);
	const task = isBodyTrusted ? callback.task : (confirmed ?? {});
	const subject = task.reportTaskId ?? task.id;
	const reportId = report?.id ?? task.id ?? task.reportTaskId;
	return {
		specversion: '1.0',
		id: eventId,
		source: serverUrl ?? 'urn:connectreport',
		type: entry?.type ?? connectReport.unrecognisedType,
		...(subject !== undefined && { subject }),
		// "the time it completed" is promised, but no field of the payload has it.
		time: receivedAt,
		datacontenttype: 'application/json',
		data: {
			provider: 'connectreport',
			...(entry && { status: entry.status }),
			...(reportId !== undefined && {
				report: { id: reportId, ...(task.title !== undefined && { name: task.title }) },
			}),
			files: [],
			...(entry?.status === 'failed' && { error: errorOf(callback, isBodyTrusted) }),
			details: defined({
				...((isBodyTrusted || entry !== undefined) && { trigger, status }),
				reportId: report?.id,
				reportCreatedAt: report && toRfc3339(madeAt(report)),
				...taskDetails(task),
				tags,
				templateHtmlLength: isBodyTrusted ? callback.templateHtmlLength : undefined,
			}),
			delivery: { attempt: 1, receivedAt },
			verification,
			...(isBodyTrusted && payload !== undefined && { payload }),
		},
	};
}

/** Both IDs are kept: which is which is not documented. */
const taskDetails = (task: Callback['task']) => ({
	id: task.id,
	reportTaskId: task.reportTaskId,
	title: task.title,
	templateId: task.templateId,
	frequency: task.frequency,
	filterCycleId: task.filterCycleId,
	startOn: toRfc3339(task.startOn),
	endOn: toRfc3339(task.endOn),
	createdAt: toRfc3339(task.createdAt),
	lastSavedAt: toRfc3339(task.lastSavedAt),
});

const leftOut = 'Report task failed. The reason is left out: nothing proves what the delivery says about it';

function errorOf({ error }: Callback, isBodyTrusted: boolean): string {
	if (!isBodyTrusted) return leftOut;
	return error ?? 'Report task failed. ConnectReport gave no reason';
}

const defined = (facts: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
