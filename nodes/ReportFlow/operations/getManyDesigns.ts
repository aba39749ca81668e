import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { Design, listDesigns } from '../designs/designs';
import { returnAllFields } from '../../shared/run/commonFields';

export const getManyDesigns: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many designs',
	description: 'List the designs of the workspace',
	output: Design,
	fields: [...returnAllFields],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const isAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = isAll ? Infinity : (context.getNodeParameter('limit', itemIndex, 50) as number);
		const designs = await listDesigns(await apiOf(context, itemIndex));
		return designs.slice(0, limit).map((design) => ({ json: design as unknown as IDataObject }));
	},
};
