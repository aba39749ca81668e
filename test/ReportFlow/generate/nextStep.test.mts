import { isKnown, nextStep, type Job } from '../../../nodes/ReportFlow/generate/job';

const generation = { items: [0], requests: [] };
const receipt = { requestId: 'request', files: [{ id: 'file', name: 'a.pdf' }] };
const sent: Job = { ...generation, state: 'sent' };
const acknowledged: Job = { ...generation, state: 'acknowledged', receipt };
const made: Job = { ...generation, state: 'made', output: [] };
const failed: Job = { ...generation, state: 'failed', failure: { message: 'no', remedy: 'wait' } };

describe('what comes next for a generation', () => {
	it.each([
		['that was sent, and nothing is known of it', sent, 'file', 'report unknown'],
		['that was sent, and nothing is known of it', sent, 'sleep', 'report unknown'],
		['that was sent, and nothing is known of it', sent, 'atOnce', 'report unknown'],
		['that ReportFlow acknowledged', acknowledged, 'file', 'fetch files'],
		['that ReportFlow acknowledged', acknowledged, 'sleep', 'fetch files'],
		['that ReportFlow acknowledged', acknowledged, 'atOnce', 'return IDs'],
		['whose files are stored', made, 'file', 'return files'],
		['whose files are stored', made, 'sleep', 'return files'],
		['that failed', failed, 'file', 'report failure'],
		['that failed', failed, 'sleep', 'report failure'],
	] as const)('%s is, with "%3$s": %4$s', (_, job, when, step) => {
		expect(nextStep(job, when)).toEqual({ step, job });
	});

	it('is never to send it again', () => {
		const steps = [sent, acknowledged, made, failed].flatMap((job) =>
			(['file', 'sleep', 'atOnce'] as const).map((when) => nextStep(job, when).step),
		);
		expect(steps.filter((step) => /send/.test(step))).toEqual([]);
	});
});

describe('an execution that somebody starts again from the list', () => {
	it('sends again only what nobody knows anything of', () => {
		expect([sent, acknowledged, made, failed, { ...failed, receipt }].map(isKnown)).toEqual([
			false,
			true,
			true,
			false,
			true,
		]);
	});
});
