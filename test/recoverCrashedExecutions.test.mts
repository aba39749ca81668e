import { readFile } from 'node:fs/promises';

interface Execution {
	id: number;
	status: 'crashed' | 'running' | 'waiting';
	startedAt: string;
	retryOf?: number;
	retrySuccessId?: number;
}

const now = Date.parse('2026-05-01T12:00:00Z');
const before = ({ minutes = 0, hours = 0 }) => new Date(now - (minutes + hours * 60) * 60_000);
const ago = (minutes: number) => before({ minutes }).toISOString();
/** As far as the conditions of the flow need Luxon. */
const [$now, DateTime] = [{ minus: before }, { fromISO: (text: string) => new Date(text) }];
const settings = { minutesAtLeast: 10, runningMinutesAtMost: 60, hoursAtMost: 24 };

/** What the flow runs again of these executions: its own conditions, and its own lists by status. */
async function runsAgain(executions: Execution[]): Promise<number[]> {
	const { nodes } = JSON.parse(await readFile('examples/recover-crashed-executions.json', 'utf8')) as {
		nodes: Array<{
			name: string;
			parameters: {
				filters?: { status?: string };
				conditions?: { conditions: Array<{ leftValue: string }> };
			};
		}>;
	};
	const parametersOf = (name: string) => nodes.find((node) => node.name === name)!.parameters;
	const listOf = (name: string) =>
		executions.filter(({ status }) => parametersOf(name).filters!.status === `={{ '${status}' }}`);
	const $ = (name: string) => ({
		all: () => listOf(name).map((json) => ({ json })),
		first: () => ({ json: settings }),
	});
	const { conditions } = parametersOf('Not run again yet').conditions!;
	const passes = (json: Execution) =>
		conditions.every(({ leftValue }) =>
			Boolean(
				new Function('$', '$json', '$now', 'DateTime', `return ${leftValue.slice(3, -2)}`)(
					$,
					json,
					$now,
					DateTime,
				),
			),
		);
	const listed = ['Crashed executions', 'Running executions', 'Waiting executions'].flatMap(listOf);
	return listed.filter(passes).map(({ id }) => id);
}

it('what crashed, or has run for too long, runs again', async () => {
	expect(
		await runsAgain([
			{ id: 1, status: 'crashed', startedAt: ago(20) },
			{ id: 2, status: 'crashed', startedAt: ago(5) },
			{ id: 3, status: 'running', startedAt: ago(90) },
			{ id: 4, status: 'running', startedAt: ago(30) },
			{ id: 5, status: 'waiting', startedAt: ago(90) },
			{ id: 6, status: 'crashed', startedAt: ago(20), retrySuccessId: 7 },
		]),
	).toEqual([1, 3]);
});

it('what already runs again does not run a third time, also while it waits', async () => {
	const crashed = [1, 2, 3].map((id) => ({ id, status: 'crashed' as const, startedAt: ago(200) }));
	expect(
		await runsAgain([
			...crashed,
			{ id: 11, status: 'running', startedAt: ago(30), retryOf: 1 },
			{ id: 12, status: 'waiting', startedAt: ago(180), retryOf: 2 },
			{ id: 13, status: 'running', startedAt: ago(90), retryOf: 3 },
		]),
	).toEqual([3]);
});
