import type { INodeProperties } from 'n8n-workflow';
import { ConnectReport } from '../../nodes/ConnectReport/ConnectReport.node';
import { ConnectReportTrigger } from '../../nodes/ConnectReport/ConnectReportTrigger.node';
import { examplesOf, expectImportable } from '../exampleFiles.mts';

const examples = examplesOf('connectreport');

const panels: Record<string, INodeProperties[]> = {
	'n8n-nodes-report-delivery.connectReport': new ConnectReport().description.properties,
	'n8n-nodes-report-delivery.connectReportTrigger': new ConnectReportTrigger().description.properties,
};

it.each(examples)('%s: each of our steps names existing fields and choices', (_, { nodes }) => {
	const ours = nodes.filter(({ type }) => panels[type] !== undefined);
	expect(ours.length).toBeGreaterThan(0);
	for (const { type, parameters } of ours) {
		for (const [name, value] of Object.entries(parameters)) {
			const fields = panels[type]!.filter((field) => field.name === name);
			expect([name, fields.length > 0]).toEqual([name, true]);
			const choices: unknown[] = fields.flatMap(({ options = [] }) =>
				options.map((option) => ('value' in option ? option.value : option.name)),
			);
			const used: unknown[] =
				typeof value === 'object' ? (Array.isArray(value) ? value : Object.keys(value!)) : [value];
			const isChosen = fields.some(({ type: kind }) => /options|collection/i.test(kind));
			if (isChosen) expect(choices).toEqual(expect.arrayContaining(used));
		}
	}
});

it.each(examples)("%s: contains nobody's credentials, and every connection leads somewhere", (_, example) => {
	expectImportable(example);
});
