import type { IExecuteFunctions, IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

const MINUTES_UNLESS_SET = 60;
const MINUTE_MS = 60_000;

/** What is to happen with a redelivery of an event whose execution did not end well: an option of all triggers. */
export const processingOption: INodeProperties = {
	displayName: 'Processing',
	name: 'processing',
	type: 'options',
	default: 'atMostOnce',
	description:
		'What to do when an event is delivered again after its execution crashed, failed or never ended',
	options: [
		{
			name: 'At Least Once',
			value: 'atLeastOnce',
			description:
				'Run it again, unless a "Report Event: Mark as Done" step marked it as done. Put that step at the end of the workflow.',
		},
		{
			name: 'At Most Once',
			value: 'atMostOnce',
			description: 'Drop it: an event starts the workflow once, whatever happens to the execution',
		},
	],
};

export const notDoneAfterOption: INodeProperties = {
	displayName: 'Not Done After (Minutes)',
	name: 'notDoneAfterMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 43_200 },
	default: MINUTES_UNLESS_SET,
	description:
		'For Processing: At Least Once. An event that is not marked as done within this time may run again when it is redelivered. Allow more time than the workflow takes.',
};

export interface Processing {
	atLeastOnce: boolean;
	notDoneAfterMs: number;
}

export function readProcessing(context: IWebhookFunctions | IHookFunctions | IExecuteFunctions): Processing {
	const read = (name: string, fallback: string | number): unknown =>
		'getExecuteData' in context
			? context.getNodeParameter(`options.${name}`, 0, fallback)
			: context.getNodeParameter(`options.${name}`, fallback);
	const minutes = Number(read('notDoneAfterMinutes', MINUTES_UNLESS_SET));
	return {
		atLeastOnce: read('processing', 'atMostOnce') === 'atLeastOnce',
		notDoneAfterMs: (minutes >= 1 ? minutes : MINUTES_UNLESS_SET) * MINUTE_MS,
	};
}

/** Whether an event that was taken then may run again. The memory of events knows the minute alone, so a minute is added. */
export const isOverdue = (takenAt: number, now: number, { notDoneAfterMs }: Processing): boolean =>
	now - takenAt >= notDoneAfterMs + MINUTE_MS;
