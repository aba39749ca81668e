import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { designField, versionFields } from '../designs/designFields';
import { getRawParameters } from '../designs/designs';
import { readDesignId, readVersionNumber } from '../designs/readDesign';
import { readParameters } from '../designs/parameters';

const Column = z.object({
	name: z.string(),
	kind: z.enum(['value', 'group', 'table']),
	type: z.string().optional().describe('As ReportFlow calls it, such as string or number'),
	description: z.string().optional(),
});

const Output = z.object({
	designId: z.string(),
	version: z.number().optional().describe('Left out for the latest'),
	parameters: z.array(
		Column.extend({ members: z.array(z.unknown()).describe('Values of a group, columns of a table') }),
	),
	example: z.record(z.unknown()).describe('The format that the values must have, as ReportFlow gives it'),
});

export const getDesignParameters: Operation = {
	value: 'getParameters',
	name: 'Get Parameters',
	action: 'Get the parameters of a design',
	description: 'Show which values a design takes',
	output: Output,
	fields: [designField, ...versionFields],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const designId = readDesignId(context, itemIndex);
		const version = readVersionNumber(context, itemIndex);
		const example = await getRawParameters(await apiOf(context, itemIndex), designId, version);
		const json = {
			designId,
			...(version !== undefined && { version }),
			parameters: readParameters(example),
			example,
		};
		return [{ json: json as unknown as IDataObject }];
	},
};
