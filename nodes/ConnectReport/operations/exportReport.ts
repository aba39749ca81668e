import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { fileNameOption, formatFields } from '../export/format';
import { isOver } from '../export/renderJob';
import { olderOption, reportFields } from '../reports/reportFields';
import { remembered } from '../itemMemory';
import { optionsField, outputFileField, downloadSizeOption } from '../../shared/run/commonFields';
import { exportHints } from '../hints';
import { FileFacts } from '../../shared/files/fileFacts';
import { Exported, look, type Memory, SIZE_FIELD } from '../export/look';

export const exportReport: Operation = {
	value: 'export',
	name: 'Export',
	action: 'Export a report',
	description: 'Have a report rendered as PDF, Excel or another format, and put the file into the item',
	output: z.object({ file: FileFacts, exported: Exported }).passthrough(),
	fields: [
		...reportFields,
		...formatFields,
		outputFileField,
		{
			...optionsField,
			options: [
				fileNameOption,
				olderOption,
				{ ...downloadSizeOption, displayName: SIZE_FIELD },
				{
					displayName: 'Wait at Most (Minutes)',
					name: 'minutesAtMost',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 10,
					description:
						'How long rendering may take. After some seconds the execution sleeps between checks, and resumes after a restart of n8n.',
				},
			],
		},
	],
	hints: exportHints,
	/** One look, unless an earlier one of this execution settled the item. */
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const memory = remembered<Memory>(context, itemIndex);
		forgetOtherWish(context, itemIndex, memory);
		if (memory.output !== undefined) return [memory.output];
		if (memory.failure !== undefined) throw new RemedyError(memory.failure.message, memory.failure.remedy);
		const output = await look(context, itemIndex, memory).catch((error: unknown) => {
			if (isOver(error)) delete memory.exported;
			// Another try has its own time, and the same job as long as that is not over.
			delete memory.since;
			// The run goes on without it, and a later look at the others must not try it again.
			if (context.continueOnFail() && error instanceof RemedyError) {
				memory.failure = { message: error.message, remedy: error.remedy };
			}
			throw error;
		});
		if (output === undefined) return [];
		memory.output = output;
		return [output];
	},
};

/** A job, or a file, of another report or in another format is not what is asked for now. */
function forgetOtherWish(context: IExecuteFunctions, itemIndex: number, memory: Partial<Memory>): void {
	const names = ['from', 'reportId', 'format', 'otherFormat'];
	const wish = JSON.stringify(names.map((name) => context.getNodeParameter(name, itemIndex, '')));
	if (memory.wish !== wish) {
		for (const name of Object.keys(memory)) delete memory[name as keyof Memory];
	}
	memory.wish = wish;
}
