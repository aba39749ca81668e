import { statusMeaning } from '../../nodes/Tesouro/facts';
import { resources } from '../../nodes/Tesouro/operations';
import { examplesOf, expectImportable } from '../exampleFiles.mts';

const examples = examplesOf('tesouro');

it.each(examples)(
	'%s: each Tesouro step names an existing operation, existing fields and choices',
	(_, { nodes }) => {
		const ours = nodes.filter(({ type }) => type === 'n8n-nodes-report-delivery.tesouro');
		expect(ours.length).toBeGreaterThan(0);
		for (const { parameters } of ours) {
			const { resource, operation, ...given } = parameters;
			const found = resources
				.find(({ value }) => value === resource)
				?.operations.find(({ value }) => value === operation);
			expect(found?.value).toBe(operation);
			for (const [name, value] of Object.entries(given)) {
				const field = found!.fields.find((one) => one.name === name);
				expect([operation, name, field !== undefined]).toEqual([operation, name, true]);
				if (field!.type !== 'collection') continue;
				const members = new Set(field!.options?.map((option) => option.name));
				expect(Object.keys(value as object).filter((member) => !members.has(member))).toEqual([]);
			}
		}
	},
);

it.each(examples)("%s: contains nobody's credentials, and every connection leads somewhere", (_, example) => {
	expectImportable(example);
});

it('the catch-up looks for every file that may still exist, also one that was downloaded but not saved', () => {
	const { nodes } = examples.find(([file]) => file === 'tesouro-catch-up.json')![1];
	const { parameters } = nodes.find(({ name }) => name === 'Reports not done yet')!;
	const made = [...statusMeaning].flatMap(([status, meaning]) => (meaning === 'ready' ? [status] : []));
	expect((parameters.filters as { status: string[] }).status).toEqual(made);
	// A file of the documented sample lives three days from when it was made, which is later than it was requested.
	expect(parameters.lastDays).toBeGreaterThan(3);
});

it('the catch-up marks a report only after its file is stored, and marks no report that fails', () => {
	const { connections } = examples.find(([file]) => file === 'tesouro-catch-up.json')![1];
	const [done, failed] = connections['Download report']!.main;
	const behind = (start: string): string[] => [
		start,
		...(connections[start]?.main.flat() ?? []).flatMap(({ node }) => behind(node)),
	];
	expect(done!.flatMap(({ node }) => behind(node))).toEqual(['Save to OneDrive', 'Mark as done']);
	expect(failed!.flatMap(({ node }) => behind(node))).toEqual(['Tell somebody']);
});
