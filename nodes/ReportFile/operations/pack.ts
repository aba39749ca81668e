import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Outcome } from '../../shared/run/operation';
import { fileSize } from '../../shared/files/fileSize';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { packGzip, packZip, type FilePlace, type Packed } from '../archive/pack';
import { fileNameOption, outputFileField } from '../panel/fields';
import { hintsOf, say } from '../panel/hint';
import { count } from '../../shared/run/count';

const PackedFacts = z.object({
	fileName: z.string(),
	bytes: z.number(),
	sha256: z.string(),
	/** The names of the files in it. */
	files: z.array(z.string()),
});

export const pack: Operation = {
	value: 'pack',
	name: 'Pack',
	action: 'Pack files into an archive',
	description: 'Put the files of all items into one ZIP, or compress each with gzip, at any size',
	output: z.object({ file: PackedFacts }).passthrough(),
	fields: [
		{
			displayName: 'Archive Format',
			name: 'archiveFormat',
			type: 'options',
			default: 'zip',
			options: [
				{ name: 'Gzip', value: 'gzip', description: 'Each file separately' },
				{ name: 'ZIP', value: 'zip', description: 'The files of all items together' },
			],
		},
		{
			displayName: 'Input Binary Fields',
			name: 'binaryPropertyNames',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The names of the input fields that hold the files, separated by commas',
		},
		outputFileField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [{ ...fileNameOption, placeholder: 'e.g. reports.zip' }],
		},
	],
	hints: hintsOf,
	run: async (context, itemIndex) => (await packAll(context, [itemIndex])).flatMap(({ items = [] }) => items),
	runAll: async (context) => await packAll(context, [...context.getInputData().keys()]),
};

async function packAll(context: IExecuteFunctions, items: number[]): Promise<Outcome[]> {
	if (context.getNodeParameter('archiveFormat', 0) === 'zip') {
		const places = items.flatMap((itemIndex) => placesOf(context, itemIndex));
		const packed = await packZip(context, places, nameOf(context, 0) || 'reports.zip');
		const first = context.getInputData()[items[0]!]!;
		const item = toItem(context, items[0]!, first.json, packed);
		return [{ from: items, items: [{ ...item, pairedItem: items.map((index) => ({ item: index })) }] }];
	}
	const outcomes: Outcome[] = [];
	for (const itemIndex of items) outcomes.push(await gzipEach(context, itemIndex));
	return outcomes;
}

async function gzipEach(context: IExecuteFunctions, itemIndex: number): Promise<Outcome> {
	try {
		const made: INodeExecutionData[] = [];
		for (const place of placesOf(context, itemIndex)) {
			const packed = await packGzip(context, place, nameOf(context, itemIndex));
			const { json } = context.getInputData()[itemIndex]!;
			made.push({ ...toItem(context, itemIndex, json, packed), pairedItem: { item: itemIndex } });
		}
		return { from: [itemIndex], items: made };
	} catch (error) {
		return { from: [itemIndex], error };
	}
}

function toItem(
	context: IExecuteFunctions,
	itemIndex: number,
	json: INodeExecutionData['json'],
	{ made: { binary, fileName, bytes, sha256 }, names }: Packed,
): INodeExecutionData {
	const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
	say(context, `${count(names.length, 'file')} in ${fileName}, ${fileSize(bytes)}`);
	return {
		json: { ...json, file: { fileName, bytes, sha256, files: names } },
		binary: { [field]: binary },
	};
}

function placesOf(context: IExecuteFunctions, itemIndex: number): FilePlace[] {
	const typed = context.getNodeParameter('binaryPropertyNames', itemIndex) as string;
	const fields = typed
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '');
	if (fields.length > 0) return fields.map((field) => ({ itemIndex, field }));
	throw new RemedyError(
		'"Input Binary Fields" is empty',
		'Enter the names of the input fields that hold the files, separated by commas.',
	);
}

const nameOf = (context: IExecuteFunctions, itemIndex: number): string => {
	const { fileName = '' } = context.getNodeParameter('options', itemIndex, {}) as { fileName?: unknown };
	return String(fileName ?? '').trim();
};
