import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { begin, goOn, noteFailure } from '../generate/advance';
import { checkMapping } from '../generate/answerHeaders';
import { apiOf } from '../api/apiOf';
import { readWish } from '../generate/content';
import { GeneratedFile } from '../generate/generatedFile';
import { generateFields } from '../generate/generateFields';
import { readHow } from '../generate/how';
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
	const how = { api, ...readHow(context, itemIndex, false) };
	const job = jobsOf(context).find(({ items }) => items[0] === itemIndex);
	if (job !== undefined) return await goOn(context, how, job);
	const wish = await readWish(context, itemIndex, api);
	if (how.when === 'file') checkMapping(wish);
	return await begin(context, how, [itemIndex], [wish]);
}
