import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { begin, goOn, noteFailure, type How } from '../generate/advance';
import { apiOf } from '../api/apiOf';
import { readWish } from '../generate/content';
import { GeneratedFile } from '../generate/generatedFile';
import { generateFields } from '../generate/generateFields';
import { jobsOf } from '../generate/jobs';

export const generate: Operation = {
	value: 'generate',
	name: 'Generate',
	action: 'Generate a PDF',
	description: 'Make a PDF from a design and values, for each item',
	output: GeneratedFile,
	fields: generateFields(false),
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		return await runItem(context, itemIndex).catch((error: unknown) => {
			noteFailure(context, [itemIndex], error);
			throw error;
		});
	},
};

async function runItem(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
	const api = await apiOf(context, itemIndex);
	const when = context.getNodeParameter('when', itemIndex, 'file') as How['when'];
	const how: How = { api, isMany: false, when, form: 'items' };
	const job = jobsOf(context).find(({ items }) => items[0] === itemIndex);
	if (job !== undefined) return await goOn(context, how, job);
	return await begin(context, how, [itemIndex], [await readWish(context, itemIndex, api)]);
}
