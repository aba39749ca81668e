import { get } from 'node:http';

const EVERY_MS = 50;

/** How long n8n took to answer, in milliseconds, from the fastest to the slowest. */
export type HealthTimes = readonly number[];

/** One question on a connection of its own, as a load balancer asks it. */
async function ask(url: string): Promise<number> {
	const start = performance.now();
	const status = await new Promise<number | undefined>((resolve, reject) => {
		get(url, { agent: false }, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode));
			response.once('error', reject);
		}).once('error', reject);
	});
	if (status !== 200) throw new Error(`n8n answered ${status} to a health check`);
	return performance.now() - start;
}

/**
 * Asks n8n for its health until the work is done, whether or not it has answered what it was asked before: else a pause of
 * a second would count as one slow answer instead of twenty.
 */
export async function askMeanwhile<T>(
	n8nUrl: string,
	work: () => Promise<T>,
): Promise<{ result: T; times: HealthTimes }> {
	const answers: Array<Promise<number | Error>> = [];
	const timer = setInterval(() => {
		answers.push(ask(`${n8nUrl}/healthz`).catch((error: unknown) => error as Error));
	}, EVERY_MS);
	const result = await work().finally(() => clearInterval(timer));
	const times = (await Promise.all(answers)).map((answer) => {
		if (answer instanceof Error) throw answer;
		return answer;
	});
	return { result, times: times.sort((one, other) => one - other) };
}

/** The time that the given share of the answers did not take longer than. */
export const percentile = (times: HealthTimes, share: number) =>
	times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? Number.NaN;

export const describeHealth = (times: HealthTimes) => {
	const [p50, p95, most] = [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(0));
	return `n8n answered ${times.length} health checks meanwhile: p50 ${p50} ms, p95 ${p95} ms, max ${most} ms`;
};
