import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Outcome } from '../../shared/operation';
import { RemedyError } from '../../shared/remedyError';
import { begin, goOn, noteFailure, type How } from '../generate/advance';
import { apiOf } from '../api/apiOf';
import { toBatches, type ItemWish } from '../generate/batches';
import { reportFlow } from '../facts';
import { readWish } from '../generate/content';
import { GeneratedFile } from '../generate/generatedFile';
import { generateFields } from '../generate/generateFields';
import { jobsOf } from '../generate/jobs';
import type { ReportFlowApi } from '../api/transport';

export const generateMany: Operation = {
	value: 'generateMany',
	name: 'Generate Many',
	action: 'Generate many PDFs',
	description: 'Make a PDF for each item, all of them with as few requests as possible',
	output: GeneratedFile,
	fields: generateFields(true),
	async run() {
		throw new RemedyError('Generate Many handles all items together', 'Use Generate for one item.');
	},
	async runAll(context: IExecuteFunctions): Promise<Outcome[]> {
		const when = context.getNodeParameter('when', 0, 'file') as How['when'];
		const form = context.getNodeParameter('form', 0, 'items') as How['form'];
		const howBy = (api: ReportFlowApi): How => ({ api, isMany: true, when, form });
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
				return await goOn(context, howBy(await apiOf(context, job.items[0]!)), job);
			});
			if (!goes) return outcomes;
		}
		const sent = new Set(known.flatMap(({ items }) => items));
		const rest = [...context.getInputData().keys()].filter((item) => !sent.has(item));
		// All that may be wrong on our side is looked at before the first page is billed.
		const wishes: ItemWish[] = [];
		for (const item of rest) {
			const goes = await note([item], async () => {
				wishes.push(await readItem(context, item, when, form));
				return [];
			});
			if (!goes) return outcomes;
		}
		const filesAtMost = Number(
			context.getNodeParameter('options.filesPerRequest', 0, reportFlow.filesPerRequestAtMost),
		);
		for (const batch of toBatches(wishes, { filesAtMost, isSync: when === 'file' })) {
			const items = batch.map(({ item }) => item);
			const goes = await note(items, async () => {
				const all = batch.map(({ wish }) => wish);
				return await begin(context, howBy(batch[0]!.api), items, all);
			});
			if (!goes) return outcomes;
		}
		return outcomes.sort((one, other) => (one.from[0] ?? 0) - (other.from[0] ?? 0));
	},
};

async function readItem(
	context: IExecuteFunctions,
	item: number,
	when: How['when'],
	form: How['form'],
): Promise<ItemWish> {
	const api = await apiOf(context, item);
	if (api.generation === 'workspace' && when === 'sleep' && form === 'zip') {
		throw new RemedyError(
			'A workspace with an address of its own gives no ZIP for a request that was queued',
			'Choose "One Item for Each PDF" under "Output", or "With the File" under "Go On".',
		);
	}
	return { item, api, wish: await readWish(context, item, api) };
}
