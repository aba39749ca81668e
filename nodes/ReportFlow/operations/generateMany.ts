import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Outcome } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { noteFailure, resume, start } from '../generate/runJob';
import { checkMapping } from '../generate/answerHeaders';
import { apiOf } from '../api/apiOf';
import { toBatches, type ItemRequest } from '../generate/batches';
import { readRequest } from '../generate/readRequest';
import { GeneratedFile } from '../generate/generatedFile';
import { generateManyFields } from '../generate/generateFields';
import { jobsOf } from '../generate/jobs';
import { readManySettings, type Settings } from '../generate/settings';
import { filesPerRequestOption } from '../generate/optionFields';
import { numberOf } from '../../shared/run/fieldValues';
import { generateHints } from '../generate/hints';

export const generateMany: Operation = {
	value: 'generateMany',
	name: 'Generate Many',
	action: 'Generate many PDFs',
	description: 'Make a PDF for each item with as few requests as possible',
	output: GeneratedFile,
	fields: generateManyFields,
	hints: generateHints,
	async run() {
		throw new RemedyError('Generate Many handles all items together', 'Use Generate for one item.');
	},
	async runAll(context: IExecuteFunctions): Promise<Outcome[]> {
		const settings = readManySettings(context);
		const filesAtMost = numberOf(
			filesPerRequestOption,
			context.getNodeParameter('options.filesPerRequest', 0, filesPerRequestOption.default),
		);
		const known = [...jobsOf(context)];
		const outcomes: Outcome[] = [];
		const note = async (from: number[], work: () => Promise<INodeExecutionData[]>) => {
			const outcome = await work().then(
				(items): Outcome => ({ from, items }),
				(error: unknown): Outcome => ({ from, error }),
			);
			outcomes.push(outcome);
			if (outcome.error === undefined) return true;
			noteFailure(context, from, outcome.error);
			return context.continueOnFail();
		};
		for (const job of known) {
			const goes = await note(job.items, async () => {
				return await resume(context, { ...settings, api: await apiOf(context, job.items[0]!) }, job);
			});
			if (!goes) return outcomes;
		}
		const sent = new Set(known.flatMap(({ items }) => items));
		const rest = [...context.getInputData().keys()].filter((item) => !sent.has(item));
		// All that may be wrong on our side is looked at before the first page is billed.
		const requests: ItemRequest[] = [];
		for (const item of rest) {
			const goes = await note([item], async () => {
				requests.push(await readItem(context, item, settings));
				return [];
			});
			if (!goes) return outcomes;
		}
		for (const batch of toBatches(requests, { filesAtMost, isSync: settings.when === 'file' })) {
			const items = batch.map(({ item }) => item);
			const goes = await note(items, async () => {
				const all = batch.map(({ request }) => request);
				return await start(context, { ...settings, api: batch[0]!.api }, items, all);
			});
			if (!goes) return outcomes;
		}
		return outcomes.sort((one, other) => (one.from[0] ?? 0) - (other.from[0] ?? 0));
	},
};

async function readItem(
	context: IExecuteFunctions,
	item: number,
	{ when, form }: Pick<Settings, 'when' | 'form'>,
): Promise<ItemRequest> {
	const api = await apiOf(context, item);
	if (api.generation === 'workspace' && when === 'sleep' && form === 'zip') {
		throw new RemedyError(
			'A workspace with its own address offers no ZIP for a queued request',
			'Choose "One Item per PDF" under "Output", or "When the PDF Is Ready" under "Continue".',
		);
	}
	const request = await readRequest(context, item, api);
	if (when === 'file') checkMapping(request);
	return { item, api, request };
}
