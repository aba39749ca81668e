import { z } from 'zod';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { apiFor } from './apiStage.mts';

let sandbox: ConnectReportSandbox;
afterEach(async () => await sandbox.close());

const create = async () => {
	const { templateId } = sandbox.tasks[0]!;
	const body = {
		templateId,
		at: new Date().toISOString(),
		enabled: true,
		frequency: 'Once - now',
		title: 'T',
	};
	return await apiFor(sandbox).json(
		{ path: 'newReportTask', body, purpose: 'newTask' },
		'reportTask',
		z.object({ id: z.string() }).passthrough(),
	);
};
const posts = () => sandbox.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);

it.each([
	['report-tasks', ['/api/v1/report-tasks']],
	['reportTasks', ['/api/v1/report-tasks', '/api/v1/reportTasks']],
] as const)('makes a report task under the path that the server uses: %s', async (spelling, paths) => {
	sandbox = await startConnectReportSandbox({ knobs: { spelling } });
	const before = sandbox.tasks.length;
	expect(await create()).toHaveProperty('id');
	expect(sandbox.tasks).toHaveLength(before + 1);
	expect(posts()).toEqual(paths);
});

it('accepts a refusal under the first spelling as final, and makes nothing under the other', async () => {
	sandbox = await startConnectReportSandbox({ knobs: { api: 'forbidden' as never } });
	await expect(create()).rejects.toThrow();
	expect(posts()).toEqual(['/api/v1/report-tasks']);
});
