import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { fileSize } from '../../shared/files/fileSize';
import { z } from '../../shared/vendor/zod';
import { limitOptions, limitsOf } from '../archive/archiveLimits';
import { unpackFile } from '../archive/unpack';
import { inputFileField, outputFileField } from '../panel/fields';
import { hintsOf, say } from '../panel/hint';
import { count } from '../../shared/run/count';

const UnpackedFacts = z.object({
	fileName: z.string(),
	/** With the folders in which it lies in the archive. */
	path: z.string(),
	bytes: z.number(),
	sha256: z.string(),
	/** Its place among the files of the archive, from 1. */
	number: z.number(),
	of: z.number(),
});

export const unpack: Operation = {
	value: 'unpack',
	name: 'Unpack',
	action: 'Unpack an archive',
	description: 'Get the files of a ZIP or gzip file of any size, one item for each',
	output: z.object({ file: UnpackedFacts }).passthrough(),
	fields: [
		inputFileField,
		outputFileField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: limitOptions,
		},
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const input = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const options = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
		const files = await unpackFile(context, itemIndex, input, limitsOf(options));
		const others = { ...item.binary };
		delete others[input];
		const items = files.map(({ made: { binary, fileName, bytes, sha256 }, path }, index) => ({
			json: {
				...item.json,
				file: { fileName, path, bytes, sha256, number: index + 1, of: files.length },
			},
			binary: { ...others, [field]: binary },
		}));
		const total = files.reduce((sum, { made }) => sum + made.bytes, 0);
		say(context, `${count(files.length, 'file')}, ${fileSize(total)} unpacked`);
		return items;
	},
};
