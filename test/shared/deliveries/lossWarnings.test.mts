import type { IHookFunctions } from 'n8n-workflow';
import { lossWarnings } from '../../../nodes/shared/deliveries/lossWarnings';

const mark = { name: 'Mark', type: 'tesouro', disabled: false, parameters: { operation: 'markDone' } };

const warnings = (settings: { processing?: string; behind?: object[]; errorWorkflow?: string }) =>
	lossWarnings({
		getNode: () => ({ name: 'Trigger' }),
		getChildNodes: () => settings.behind ?? [],
		getWorkflowSettings: () => ({ errorWorkflow: settings.errorWorkflow }),
		getNodeParameter: (name: string, fallback: unknown) =>
			name === 'options.processing' ? (settings.processing ?? fallback) : fallback,
	} as unknown as IHookFunctions);

const errorWorkflow = 'a workflow';

it('gives no warning for a complete setup', () => {
	expect(warnings({ processing: 'atLeastOnce', behind: [mark], errorWorkflow })).toEqual([]);
	expect(warnings({ errorWorkflow })).toEqual([]);
});

it.each([
	['At Least Once without a mark', { processing: 'atLeastOnce' }, 'every event that is redelivered'],
	[
		'a mark that is switched off',
		{ processing: 'atLeastOnce', behind: [{ ...mark, disabled: true }] },
		'Add that step',
	],
	['a mark without At Least Once', { behind: [mark] }, 'has no effect on redeliveries'],
])('warns about %s', (_, settings, text) => {
	expect(warnings({ ...settings, errorWorkflow })).toEqual([expect.stringContaining(text)]);
});

it.each([undefined, '', 'DEFAULT'])('warns when nobody is notified about failures (%s)', (none) => {
	expect(warnings(none === undefined ? {} : { errorWorkflow: none })).toEqual([
		expect.stringContaining('Choose an error workflow'),
	]);
});
