import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { noteFailure, resume, start } from '../generate/runJob';
import { checkMapping } from '../generate/answerHeaders';
import { apiOf } from '../api/apiOf';
import { readRequest } from '../generate/readRequest';
import { GeneratedFile } from '../generate/generatedFile';
import { generateFields } from '../generate/generateFields';
import { jobOf } from '../generate/jobs';
import { readSettings } from '../generate/settings';
import { generateHints } from '../generate/hints';

export const generate: Operation = {
	value: 'generate',
	name: 'Generate',
	action: 'Generate a PDF',
	description: 'Make a PDF from a design and values, for each item',
	output: GeneratedFile,
	fields: generateFields,
	hints: generateHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		return await runItem(context, itemIndex).catch((error: unknown) => {
			noteFailure(context, [itemIndex], error);
			throw error;
		});
	},
};

async function runItem(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
	const api = await apiOf(context, itemIndex);
	const settings = { api, ...readSettings(context, itemIndex) };
	const job = jobOf(context, itemIndex);
	if (job !== undefined) return await resume(context, settings, job);
	const request = await readRequest(context, itemIndex, api);
	if (settings.when === 'file') checkMapping(request);
	return await start(context, settings, [itemIndex], [request]);
}
