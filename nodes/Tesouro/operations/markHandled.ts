import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { markHandled } from '../reports/handled';
import { readRequestId, requestIdField } from '../reports/reportLookUp';

export const markAsHandled: Operation = {
	value: 'markHandled',
	name: 'Mark as Handled',
	action: 'Mark a report as handled',
	description:
		'Remember that this workflow is done with a report, so that Get Many can leave it out. Belongs at the end, behind whatever may fail.',
	output: z.object({}).passthrough(),
	fields: [requestIdField],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		await markHandled(context, readRequestId(context, itemIndex));
		return [context.getInputData()[itemIndex]!];
	},
};
