import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import type { HttpContext } from '../../shared/http/send';
import type { Patience } from '../../shared/http/patience';
import type { ConnectReportApi } from '../api/transport';
import { confirmTask } from '../reports/confirm';
import { taskIdsOf } from '../reports/eventFacts';
import type { ReportRecord } from '../reports/records';
import { hasWantedTag } from './filters';
import { confirmedFacts } from './confirmedFacts';
import type { Callback, ReportTask } from './payload';
import { needsApi, type Policy } from './policy';
import { reportOfRun, type Looks } from './reportOfRun';
import { tagsOf } from './tagsOf';

/** What the API says of a delivery. */
export type Outcome =
	| {
			kind: 'accepted';
			/** What ConnectReport itself has of the report task, where it was to confirm it. */
			confirmed?: ReportTask;
			report?: ReportRecord;
			tags?: string[];
	  }
	/** A definite no: ConnectReport does not know it. */
	| { kind: 'rejected'; reason: string }
	/** It has none of the tags that the user wants. */
	| { kind: 'not selected' }
	/** There is no answer yet, or there will be none. */
	| { kind: 'undecided'; reason: string };

/** Asks the API what the user wants to have asked: whether it confirms the delivery, and for tags. */
export async function askApi(
	context: HttpContext,
	policy: Policy,
	callback: Callback,
	looks: Looks,
	patience: Patience,
): Promise<Outcome> {
	return await ask(context, policy, callback, looks, patience).catch(asUndecided);
}

function asUndecided(error: unknown): Outcome {
	if (!(error instanceof RemedyError)) throw error;
	return undecided(`${error.message}. ${error.remedy}`);
}

async function ask(
	context: HttpContext,
	policy: Policy,
	callback: Callback,
	looks: Looks,
	patience: Patience,
): Promise<Outcome> {
	const { apiProblem, proofs, filters } = policy;
	const confirms = proofs.has('api');
	const wantsTags = filters.tags.length > 0;
	if (apiProblem !== undefined) return undecided(`${apiProblem.message}. ${apiProblem.remedy}`);
	if (policy.api === undefined || !needsApi(policy)) return { kind: 'accepted' };
	// What names nothing has no tags that could be looked up: as with all filters, it is selected.
	if (!confirms && taskIdsOf(callback.task).length === 0) return { kind: 'accepted' };

	const api = policy.api(context, patience);
	const confirmed = confirms ? await confirm(api, callback, looks) : undefined;
	if (confirmed?.kind === 'found') looks.whenConfirmed?.();
	if (confirmed?.kind === 'no') return { kind: 'rejected', reason: confirmed.reason };
	if (confirmed?.kind === 'undecided') return confirmed;
	const report = await reportOfRun(api, callback, looks, confirmed?.value.reports);
	const facts = confirmed && confirmedFacts(callback.task, confirmed.value);
	const found = { ...(facts && { confirmed: facts }), ...(report !== undefined && { report }) };
	if (!wantsTags) return { kind: 'accepted', ...found };

	// An ID that was not confirmed may be that of another task, which has the tag.
	const { tags, isTold } = await tagsOf(api, facts ?? callback.task, report);
	if (hasWantedTag(tags, filters)) return { kind: 'accepted', ...found, tags };
	if (!isTold) return undecided(noTags);
	return callback.event === 'succeeded' && report === undefined
		? undecided(noReport)
		: { kind: 'not selected' };
}

/** A success is asked for once more: its report may be a moment late, and be all that the user of the key may see. */
async function confirm(
	api: ConnectReportApi,
	{ event, task }: Callback,
	{ pausesMs, signal, confirmsAgain = true }: Looks,
) {
	const first = await confirmTask(api, task);
	if (first.kind !== 'no' || !confirmsAgain || event !== 'succeeded' || pausesMs[0] === undefined)
		return first;
	await clock.pause(pausesMs[0], signal);
	return await confirmTask(api, task);
}

const undecided = (reason: string) => ({ kind: 'undecided' as const, reason });

const noTags =
	'ConnectReport returns no tags for this report task: neither its report nor the task nor the template has any. Let the user of the API key read report tasks and templates; or remove Tags under Filters, and filter by title or template instead.';

const noReport =
	'ConnectReport does not show the report of this run yet, so its tags are not known. If this continues, give the user of the API key access to the report.';
