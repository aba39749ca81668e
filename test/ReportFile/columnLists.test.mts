import { ReportFile } from '../../nodes/ReportFile/ReportFile.node';
import { rememberColumns } from '../../nodes/ReportFile/panel/columnMemory';

/** As n8n has them: an execution knows its node and workflow, a list only who opens it. */
const execution = (userId: string | undefined, workflow: string, node: string) => ({
	additionalData: { userId },
	getWorkflow: () => ({ id: workflow, name: 'A workflow', active: false }),
	getNode: () => ({ name: node }) as never,
});

/** What the lists of a node show in the panel. */
async function listOf(userId: string | undefined): Promise<unknown[]> {
	const getWorkflow = () => ({ id: undefined, active: false });
	const getNode = () => ({ name: 'Temp-Node' });
	const context = { additionalData: { userId }, getWorkflow, getNode } as never;
	return (await new ReportFile().methods.loadOptions.getColumns.call(context)).map(({ value }) => value);
}

it('show what the nodes of the workflow have read that the user ran last, the newest first', async () => {
	expect(await listOf('ada')).toEqual(['']);
	rememberColumns(execution('ada', '1', 'Old report'), ['of another workflow']);
	rememberColumns(execution('ada', '2', 'Inspect'), ['id', 'amount']);
	rememberColumns(execution('ada', '2', 'Totals'), ['amount', 'currency']);
	expect(await listOf('ada')).toEqual(['amount', 'currency', 'id']);
	rememberColumns(execution('ada', '2', 'Totals'), ['total']);
	expect(await listOf('ada')).toEqual(['total', 'id', 'amount']);
});

it('show nobody what another user, or a live workflow, has read', async () => {
	rememberColumns(execution('ada', '1', 'Totals'), ['salary']);
	rememberColumns(execution(undefined, '1', 'Totals'), ['secret']);
	expect(await listOf('bob')).toEqual(['']);
	expect(await listOf(undefined)).toEqual(['']);
});

it('stay small, however wide files are and however many nodes and users ran', async () => {
	const wide = Array.from({ length: 5_000 }, (_, column) => `c${column}`);
	for (let node = 0; node < 30; node++) rememberColumns(execution('ada', '3', `Step ${node}`), wide);
	expect(await listOf('ada')).toHaveLength(1_000);
	for (let user = 0; user < 50; user++) rememberColumns(execution(`user ${user}`, '4', 'Node'), ['x']);
	expect(await listOf('ada')).toEqual(['']);
});

it('leave out names that are no names, and keep little of a file of long ones', async () => {
	const longest = 'n'.repeat(200);
	rememberColumns(execution('eve', '5', 'Inspect'), ['id', `${longest}n`, longest, 'x'.repeat(5_000_000)]);
	expect(await listOf('eve')).toEqual(['id', longest]);
	const long = Array.from({ length: 1_000 }, (_, column) => `${column}`.padEnd(200, 'n'));
	rememberColumns(execution('eve', '5', 'Inspect'), long);
	expect(await listOf('eve')).toEqual(long.slice(0, Math.floor((64 * 1024) / 200)));
});
