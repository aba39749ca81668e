import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../../shared/run/runOperations';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import { attempt } from '../../shared/http/attempt';
import { ReportState } from '../reports/reportState';
import { readRequest } from '../reports/request/readRequest';
import { requestFields } from '../reports/request/requestFields';
import { PartlyRequested, requestParts } from '../reports/request/requestParts';
import { requestHints } from '../hints';

export const requestReport: Operation = {
	value: 'request',
	name: 'Request',
	action: 'Request a report',
	description: 'Ask Tesouro to generate a report; the Tesouro Trigger starts when it is ready',
	output: ReportState,
	fields: requestFields,
	hints: requestHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const request = readRequest(context, itemIndex);
		const { api } = await apiOf(context, itemIndex);
		const outcome = await attempt(async () => await requestParts(context, itemIndex, api, request));
		if (!(outcome instanceof RemedyError)) return outcome.map(toItem);
		if (!(outcome instanceof PartlyRequested) || !context.continueOnFail()) throw outcome;
		const input = context.getInputData()[itemIndex]!;
		return [...outcome.done.map(toItem), toErrorItem(context, { json: input.json }, itemIndex, outcome)];
	},
};

const toItem = (state: ReportState): INodeExecutionData => ({ json: state as unknown as IDataObject });
