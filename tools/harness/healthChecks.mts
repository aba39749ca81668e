import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

/** How long n8n took to answer, in milliseconds, from the fastest to the slowest. */
export type HealthTimes = readonly number[];

/**
 * Asks n8n for its health until the work is done, whether or not it has answered what it was asked before: else a pause of
 * a second would count as one slow answer instead of twenty.
 */
export async function askMeanwhile<T>(
	n8nUrl: string,
	work: () => Promise<T>,
): Promise<{ result: T; times: HealthTimes }> {
	const asker = new Worker(resolve('tools/harness/healthAsker.cjs'), {
		workerData: { url: `${n8nUrl}/healthz` },
		// It is plain JavaScript: what reads TypeScript for its parent is not needed.
		execArgv: [],
	});
	await once(asker, 'online');
	try {
		const result = await work();
		const said = once(asker, 'message');
		asker.postMessage('stop');
		const [answer] = (await said) as [{ times: number[] } | { error: string }];
		if ('error' in answer) throw new Error(answer.error);
		return { result, times: answer.times.sort((one, other) => one - other) };
	} finally {
		await asker.terminate();
	}
}

/** The time that the given share of the answers did not take longer than. */
export const percentile = (times: HealthTimes, share: number) =>
	times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? Number.NaN;

export const describeHealth = (times: HealthTimes) => {
	const [p50, p95, most] = [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(0));
	return `n8n answered ${times.length} health checks meanwhile: p50 ${p50} ms, p95 ${p95} ms, max ${most} ms`;
};
