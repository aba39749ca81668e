import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { ReportFile } from '../../nodes/ReportFile/ReportFile.node';
import { rememberColumns } from '../../nodes/ReportFile/panel/columnMemory';
import { ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const place = (workflow: string | undefined, name: string) =>
	({ getWorkflow: () => ({ id: workflow }), getNode: () => ({ name }) }) as unknown as ILoadOptionsFunctions;

/** What the lists of a node show in the panel. */
const listOf = async (workflow: string | undefined, name: string) =>
	await new ReportFile().methods.loadOptions.getColumns.call(place(workflow, name));
const asOptions = (names: string[]) => names.map((name) => ({ name, value: name }));

it('show the columns of the file that the node read last', async () => {
	const seen: string[] = [];
	for (const [resource, operation, csv] of [
		['report', 'inspect', 'id,fundingAmount\n1,2.50\n'],
		['file', 'convert', 'day;kind\n2026-01-01;fee\n'],
	] as const) {
		const { error } = await node.harness.runNode(
			{ type: 'reportFile', parameters: { resource, operation } },
			[await node.item(csv)],
			{ workflowId: 'lists' },
		);
		expect(error).toBeUndefined();
		seen.push((await listOf('lists', 'Node')).map(({ name }) => name).join());
	}
	expect(seen).toEqual(['id,fundingAmount', 'day,kind']);
});

it('show those of another node of the workflow until the node has run, and of no other workflow', async () => {
	rememberColumns(place('one', 'Inspect'), ['a', 'b']);
	rememberColumns(place('two', 'Inspect'), ['c']);
	expect(await listOf('one', 'Summarize')).toEqual(asOptions(['a', 'b']));
	rememberColumns(place('one', 'Summarize'), ['sum']);
	expect(await listOf('one', 'Summarize')).toEqual(asOptions(['sum']));
	expect(await listOf('one', 'Inspect')).toEqual(asOptions(['a', 'b']));
	expect(await listOf('three', 'Inspect')).toEqual([
		{ name: 'Run This Node Once to See the Columns of the File', value: '' },
	]);
});

it('stay small, however wide files are and however many nodes ran', async () => {
	const wide = Array.from({ length: 5_000 }, (_, column) => `c${column}`);
	rememberColumns(place('wide', 'first'), wide);
	expect(await listOf('wide', 'first')).toHaveLength(1_000);
	for (let other = 0; other < 500; other++) rememberColumns(place(`other ${other}`, 'Node'), ['x']);
	expect((await listOf('wide', 'first')).map(({ value }) => value)).toEqual(['']);
});
