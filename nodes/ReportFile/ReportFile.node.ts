import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import { operationFields, resourceAndOperationFields, subtitleOf } from '../shared/run/operationFields';
import { resources } from './operations';
import { withCheckedChoices } from './panel/checkChoices';
import { getColumns } from './panel/columnMemory';
import { outputsExpression, splitOutputs } from './panel/outputs';

const checkedResources = resources.map((resource) => ({
	...resource,
	operations: resource.operations.map(withCheckedChoices),
}));

export class ReportFile implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Report File',
		name: 'reportFile',
		icon: { light: 'file:reportFile.svg', dark: 'file:reportFile.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description:
			'Inspect, summarize, filter, compare, split and convert CSV files of any size in little memory',
		defaults: { name: 'Report File' },
		// Whole files are of no use to a language model.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { loadOptions: { getColumns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [items = []] = await executeOperations(this, checkedResources);
		return splitOutputs(this, items);
	}
}
