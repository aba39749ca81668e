import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import type { ConnectReportApi } from '../api/transport';
import { readIncoming, type Incoming } from './eventFacts';
import { findReport, type FoundReport } from './findReport';
import { note } from './notes';
import { getReport } from './reports';
import { DEFAULT_MINUTES_BEFORE } from './reportFields';

/** A callback comes "immediately after a report task has completed": its report is of this age, clocks a little apart. */
const FRESH_MS = 30_000;
/** A report may show in the list a moment after its callback: so long is it waited for, by all items together. */
const APPEARS_WITHIN_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;

/** When the items of a run began to wait for reports that are not listed yet. */
const waitingSince = new WeakMap<IExecuteFunctions, number>();

/** The report that the user chose, or that the incoming item names. Throws a RemedyError when there is none. */
export async function chosenReport(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ConnectReportApi,
): Promise<FoundReport> {
	if (context.getNodeParameter('from', itemIndex) !== 'event') {
		const reportId = String(context.getNodeParameter('reportId', itemIndex, ''));
		return { report: await getReport(api, reportId), foundBy: 'reportId' };
	}
	const incoming = readIncoming(context.getInputData()[itemIndex]?.json);
	if (incoming === undefined) throw noEvent();
	refuseWithoutReport(incoming);
	const minutes = Number(
		context.getNodeParameter('options.minutesBefore', itemIndex, DEFAULT_MINUTES_BEFORE),
	);
	const signal = context.getExecutionCancelSignal();
	for (let look = 0; ; look++) {
		const found = await findReport(api, incoming);
		const isFresh = found !== undefined && (found.msBefore ?? 0) <= FRESH_MS;
		const since = waitingSince.get(context) ?? Date.now();
		const isOver = Date.now() - since >= APPEARS_WITHIN_MS || signal?.aborted === true;
		if (isFresh || isOver) return accept(context, incoming, found, minutes);
		waitingSince.set(context, since);
		await clock.pause(Math.min(FIRST_PAUSE_MS * 2 ** look, APPEARS_WITHIN_MS - (Date.now() - since)), signal);
	}
}

/** A report that is not fresh is still taken if it can belong to this run: the task may have taken long. */
function accept(
	context: IExecuteFunctions,
	incoming: Incoming,
	found: FoundReport | undefined,
	minutesBefore: number,
): FoundReport {
	if (found === undefined) throw notFound(incoming);
	const { report, msBefore, foundBy, firstOf } = found;
	const msAtMost = Math.max(FRESH_MS, minutesBefore * 60_000);
	if (msBefore !== undefined && msBefore > msAtMost) throw tooOld(found, minutesBefore);
	if (msBefore !== undefined && -msBefore > msAtMost) throw tooNew(found);
	if (msBefore !== undefined && Math.abs(msBefore) > FRESH_MS) {
		const apart = `${Math.round(Math.abs(msBefore) / 1_000)} seconds ${msBefore > 0 ? 'before' : 'after'}`;
		note(context, `Report ${report.id} was made ${apart} its event: check that it is of the same run`);
	}
	if (firstOf !== undefined) {
		note(
			context,
			`Report ${report.id} is the first of ${firstOf} of its task; none of them says when it was made, so it may be that of another run`,
		);
	}
	if (foundBy === 'title') {
		note(
			context,
			'Reports were found by title and template: ConnectReport lists none by the IDs of the event',
		);
	}
	return found;
}

function refuseWithoutReport({ status }: Incoming): void {
	if (status === 'failed') {
		throw new RemedyError(
			'The report task of this event failed: there is no report',
			'Let only successful events reach this step: choose "Report Task Succeeded" alone in the trigger, or put an If node before it that looks at data.status.',
		);
	}
	if (status === 'started') {
		throw new RemedyError(
			'The report task of this event has only started: there is no report yet',
			'Start this workflow on "Report Task Succeeded" instead.',
		);
	}
}

const noEvent = () =>
	new RemedyError(
		'The incoming item holds neither a report event of ConnectReport nor a report',
		'Connect this node after the ConnectReport Trigger or another ConnectReport node, or choose "By ID" under "Report".',
	);

const notFound = ({ reportTaskId, id, title }: Incoming) =>
	new RemedyError(
		`ConnectReport shows no report of the report task ${[title && `"${title}"`, reportTaskId ?? id].filter(Boolean).join(', ')}`,
		'Check that the user of the API key may see the report. If it takes longer than half a minute to appear, run the step again, or put a Wait node before it.',
	);

const tooOld = ({ report, msBefore = 0 }: FoundReport, minutes: number) =>
	new RemedyError(
		`The report of this event does not exist yet: the newest of the task, ${report.id}, was made ${Math.round(msBefore / 60_000)} minutes before it`,
		`That is more than ${minutes} minutes, so it is of an earlier run. Run the step again when the report exists, or allow more under "Maximum Report Age". If the clocks of n8n and ConnectReport differ, set them.`,
	);

/** Reports of later runs are there, and that of this run is not: it was deleted, or is hidden. */
const tooNew = ({ report, msBefore = 0 }: FoundReport) =>
	new RemedyError(
		`The report of this event is not there: the nearest of the task, ${report.id}, was made ${Math.round(-msBefore / 60_000)} minutes after it`,
		'It is of a later run. Check in ConnectReport whether the report of this run was deleted; to use the later one, choose "By ID" under "Report". If the clocks of n8n and ConnectReport differ, set them.',
	);
