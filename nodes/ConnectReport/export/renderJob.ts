import { RemedyError } from '../../shared/run/remedyError';
import { checkId } from '../api/paths';
import { oneLine } from '../../shared/run/oneLine';
import { NoSuchThing } from '../api/noSuchThing';
import type { ConnectReportApi } from '../api/transport';
import { JobRecord, NewJob, stateOf } from '../reports/records';

/**
 * Starts a render job, and gives its ID. A second one does no harm but costs the server its time: a lost answer is asked
 * for once more.
 */
export async function startRendering(api: ConnectReportApi, reportId: string, type: string): Promise<string> {
	const { jobId } = await api.json(
		{
			path: 'render',
			values: { reportId: checkId(reportId, 'report ID'), type },
			body: { type },
			purpose: 'render',
			repeat: 'once',
		},
		'job',
		NewJob,
	);
	return jobId;
}

/** How a render job stands: where its file lies, or that it is not there yet. Throws a RemedyError when there will be none. */
export async function lookAtJob(
	api: ConnectReportApi,
	jobId: string,
): Promise<{ location: string } | { pending: string }> {
	const job = await ask(api, jobId);
	const state = 'status' in job ? stateOf(job) : 'pending';
	if (!('status' in job)) return job;
	if (state === 'pending') return { pending: oneLine(job.status) };
	if (state === 'failed') throw new RenderFailed(reasonOf(job));
	if (job.location) return { location: job.location };
	throw new RenderFailed('ConnectReport says that it is complete, but not where the file is');
}

/** A server that cannot answer at the moment says nothing of the job: it may be asked again until the deadline. */
async function ask(api: ConnectReportApi, jobId: string): Promise<JobRecord | { pending: string }> {
	const values = { jobId: checkId(jobId, 'job ID') };
	return await api.json({ path: 'job', values, purpose: 'job' }, 'job', JobRecord).catch((error: unknown) => {
		if (error instanceof RemedyError && error.temporary) return { pending: error.message };
		throw error;
	});
}

function reasonOf({ error }: JobRecord): string {
	const { message } = Object(error) as { message?: unknown };
	const text = typeof error === 'string' ? error : typeof message === 'string' ? message : '';
	return oneLine(text) || 'ConnectReport does not say why';
}

/** The job is over without a file. Another one may do better. */
class RenderFailed extends RemedyError {
	constructor(reason: string) {
		super(
			`ConnectReport could not render the report: ${reason}`,
			'Open the report in ConnectReport and export it there: the same error says more. Check its data connections, and that it is available in this format. Then run the step again.',
		);
	}
}

/** Whether another try needs a new job. */
export const isOver = (error: unknown): boolean =>
	error instanceof RenderFailed || error instanceof NoSuchThing;
