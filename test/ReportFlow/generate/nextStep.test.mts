import { isKnown, nextStep, type Job } from '../../../nodes/ReportFlow/generate/job';

const generation = { items: [0], requests: [] };
const receipt = { requestId: 'request', files: [{ id: 'file', name: 'a.pdf' }] };
const sent: Job = { ...generation, state: 'sent' };
const acknowledged: Job = { ...generation, state: 'acknowledged', receipt };
const made: Job = { ...generation, state: 'made', output: [] };
const failed: Job = { ...generation, state: 'failed', failure: { message: 'no', remedy: 'wait' } };

describe('the next step for a generation', () => {
	it.each([
		['that was sent, and nothing is known of it', 'file', 'report unknown', sent],
		['that was sent, and nothing is known of it', 'sleep', 'report unknown', sent],
		['that was sent, and nothing is known of it', 'atOnce', 'report unknown', sent],
		['that ReportFlow acknowledged', 'file', 'fetch files', acknowledged],
		['that ReportFlow acknowledged', 'sleep', 'fetch files', acknowledged],
		['that ReportFlow acknowledged', 'atOnce', 'return IDs', acknowledged],
		['whose files are stored', 'file', 'return files', made],
		['whose files are stored', 'sleep', 'return files', made],
		['that failed', 'file', 'report failure', failed],
		['that failed', 'sleep', 'report failure', failed],
	] as const)('%s, with "%s", is "%s"', (_, when, step, job) => {
		expect(nextStep(job, when)).toEqual({ step, job });
	});

	it('is never "send it again"', () => {
		const steps = [sent, acknowledged, made, failed].flatMap((job) =>
			(['file', 'sleep', 'atOnce'] as const).map((when) => nextStep(job, when).step),
		);
		expect(steps.filter((step) => /send/.test(step))).toEqual([]);
	});
});

describe('an execution that somebody starts again from the list', () => {
	it('sends again only generations about which nothing is known', () => {
		expect([sent, acknowledged, made, failed, { ...failed, receipt }].map(isKnown)).toEqual([
			false,
			true,
			true,
			false,
			true,
		]);
	});
});
