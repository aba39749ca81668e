import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import { checkId } from '../api/paths';
import { mayHaveStarted } from '../api/statusErrors';
import { connectReport } from '../facts';
import { readIncoming } from '../reports/eventFacts';
import { NewTask } from '../reports/records';
import { TaskState, toTaskState } from '../reports/reportState';
import { remembered } from '../itemMemory';

const templateFields: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'from',
		type: 'options',
		default: 'id',
		options: [
			{ name: 'By ID', value: 'id' },
			{
				name: 'From the Incoming Item',
				value: 'event',
				description:
					'The template of a report event of the ConnectReport Trigger, or of the output of another step of this node',
			},
		],
	},
	{
		displayName: 'Template ID',
		name: 'templateId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 8692affa-7eb4-40b5-ba15-04ba8954a90c',
		displayOptions: { show: { from: ['id'] } },
	},
];

export const runNow: Operation = {
	value: 'runNow',
	name: 'Run Now',
	action: 'Run a report task now',
	description: 'Create a report from a template now, with a new report task',
	output: TaskState,
	fields: [
		...templateFields,
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Weekly sales overview',
			description: 'What the report task, and so its report, is called in ConnectReport',
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const templateId = chosenTemplateId(context, itemIndex);
		const title = String(context.getNodeParameter('title', itemIndex, '')).trim();
		if (title === '') {
			throw new RemedyError(
				'"Title" is empty',
				'Enter the title that the report will have in ConnectReport.',
			);
		}
		const memory = remembered<Started>(context, itemIndex);
		if (memory.output !== undefined) return memory.output;
		// Who starts an execution again from the list has looked, and wants what is missing: once in that execution, too.
		const executionId = context.getExecutionId();
		const isAskedForAnew = context.getMode() === 'retry' && memory.sentBy !== executionId;
		if (memory.sentBy !== undefined && !isAskedForAnew) throw sentBefore();
		const api = await apiOf(context, itemIndex);
		// As the vendor's sample does. There is no documented call that runs an existing task.
		const body = {
			templateId,
			at: new Date().toISOString(),
			enabled: true,
			frequency: connectReport.runNow,
			title,
		};
		// Written down before it is sent: whatever ends the try in between, the next one knows.
		memory.sentBy = executionId;
		const made = await api
			.json({ path: 'newReportTask', body, purpose: 'newTask' }, 'reportTask', NewTask)
			.catch((error: unknown) => {
				const isCertain = error instanceof RemedyError && !error.outcomeUnknown;
				if (isCertain) delete memory.sentBy;
				throw withOutcome(error);
			});
		const state = toTaskState({ title, ...made, templateId, frequency: body.frequency, at: body.at });
		memory.output = [{ json: state as unknown as IDataObject }];
		return memory.output;
	},
};

/** What became of the item in this execution. n8n runs a node again on "Retry On Fail"; nothing is to be started twice. */
interface Started {
	/** The execution that sent the task without a certain answer. */
	sentBy: string;
	output: INodeExecutionData[];
}

function chosenTemplateId(context: IExecuteFunctions, itemIndex: number): string {
	if (context.getNodeParameter('from', itemIndex) !== 'event') {
		return checkId(context.getNodeParameter('templateId', itemIndex, ''), 'template ID');
	}
	const { templateId } = readIncoming(context.getInputData()[itemIndex]?.json) ?? {};
	if (templateId !== undefined) return checkId(templateId, 'template ID');
	throw new RemedyError(
		'The incoming item names no ConnectReport template',
		'Connect this node after the ConnectReport Trigger, or choose "By ID" under "Template".',
	);
}

/** A task whose answer was lost may be running: people must know that. */
function withOutcome(error: unknown): unknown {
	if (!(error instanceof RemedyError) || !error.outcomeUnknown || error.remedy === mayHaveStarted)
		return error;
	return new RemedyError(error.message, mayHaveStarted, error);
}

const sentBefore = () =>
	new RemedyError('The report task was sent in an earlier try, and the answer was lost', mayHaveStarted, {
		outcomeUnknown: true,
	});
