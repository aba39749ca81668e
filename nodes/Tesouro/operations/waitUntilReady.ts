import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { lookAgain, lookingSince } from '../../shared/run/patientLook';
import { RemedyError } from '../../shared/run/remedyError';
import { attempt } from '../../shared/http/attempt';
import { daysBackField, findRecord, readRequestId, requestIdField } from '../reports/reportLookUp';
import { ReportState, toReportState } from '../reports/reportState';
import { optionsField } from '../../shared/run/commonFields';

const ONE_MINUTE_MS = 60_000;
/** So long a new request may take to show in Tesouro's list: our reading. After that, the ID is taken as wrong. */
const UNLISTED_AT_MOST_MS = 2 * ONE_MINUTE_MS;

export const waitUntilReady: Operation = {
	value: 'waitUntilReady',
	name: 'Wait Until Ready',
	action: 'Wait until a report is ready',
	description: 'Check until a requested report can be downloaded. Resumes after a restart of n8n.',
	output: ReportState,
	fields: [
		requestIdField,
		{
			displayName: 'Wait at Most (Minutes)',
			name: 'minutesAtMost',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 240,
			description: 'How long the report may take. A failed report ends the wait at once, with an error.',
		},
		{
			displayName: 'When It Is Late',
			name: 'whenLate',
			type: 'options',
			default: 'error',
			options: [
				{ name: 'End With an Error', value: 'error' },
				{
					name: 'Go On Without It',
					value: 'continue',
					description: 'The item then says so: its details contain "isLate"',
				},
			],
		},
		{
			...optionsField,
			options: [
				daysBackField,
				{
					displayName: 'Longest Pause (Minutes)',
					name: 'minutesBetween',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 15,
					description: 'The pauses between checks double up to this: 1, 2, 4, 8 minutes and so on',
				},
			],
		},
	],
	/** One look. What is not there yet is said to `lookAgain`, and the node comes back to it. */
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const minutesAtMost = readMinutes(context, itemIndex, 'minutesAtMost', 240);
		const longest = readMinutes(context, itemIndex, 'options.minutesBetween', 15);
		const deadline = lookingSince(context) + minutesAtMost * ONE_MINUTE_MS;
		const isLast = Date.now() >= deadline;
		const state = await look(context, itemIndex, isLast);
		if (state?.status === 'failed') {
			throw new RemedyError(
				`Tesouro could not make the report ${state.report.id} (FAILED)`,
				'Request it again.',
			);
		}
		if (state?.status === 'ready' && state.files.length > 0) return [toItem(state)];
		if (!isLast) {
			lookAgain(context, deadline, Math.max(1, longest) * ONE_MINUTE_MS);
			return [];
		}
		return [toItem(late(context, itemIndex, state, minutesAtMost))];
	},
};

function readMinutes(context: IExecuteFunctions, itemIndex: number, name: string, usual: number): number {
	const given = context.getNodeParameter(name, itemIndex, usual);
	const minutes = Number(given);
	if (Number.isFinite(minutes)) return minutes;
	throw new RemedyError(
		`${JSON.stringify(given)} is not a number of minutes`,
		'Fill in a number, for example 60.',
	);
}

/** Undefined while Tesouro cannot answer, or does not list the request yet. On the last look, that is an error. */
async function look(
	context: IExecuteFunctions,
	itemIndex: number,
	isLast: boolean,
): Promise<ReportState | undefined> {
	const found = await attempt(async () => await findRecord(context, itemIndex));
	if (found instanceof RemedyError) {
		if (found.temporary && !isLast) return undefined;
		throw found;
	}
	if (found.record !== undefined) return toReportState(found.record);
	if (isLast || Date.now() - lookingSince(context) > UNLISTED_AT_MOST_MS) throw found.problem;
	return undefined;
}

function late(
	context: IExecuteFunctions,
	itemIndex: number,
	state: ReportState | undefined,
	minutes: number,
): ReportState {
	const requestId = readRequestId(context, itemIndex);
	if (state !== undefined && context.getNodeParameter('whenLate', itemIndex, 'error') === 'continue') {
		return { ...state, details: { ...state.details, isLate: true } };
	}
	throw new RemedyError(
		`Report ${requestId} is late: after ${minutes} minutes, Tesouro says ${String(state?.details.tesouroStatus)}`,
		'It is not lost: wait again with the same request ID, allow more minutes, or choose "Go On Without It".',
	);
}

const toItem = (state: ReportState): INodeExecutionData => ({ json: state as unknown as IDataObject });
