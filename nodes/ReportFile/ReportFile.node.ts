import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields, resourceAndOperationFields, runOperations } from '../shared/run/operation';
import { resources } from './operations';
import { getColumns } from './panel/columnMemory';
import { hintOf } from './panel/hint';
import { outputsExpression, splitOutputs } from './panel/outputs';

export class ReportFile implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Report File',
		name: 'reportFile',
		icon: { light: 'file:reportFile.svg', dark: 'file:reportFile.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Look into CSV files of any size, add them up, filter, compare, split and convert them, without filling the memory',
		defaults: { name: 'Report File' },
		// A language model has no business with whole files.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { loadOptions: { getColumns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [items = []] = await runOperations(this, resources);
		const operation = this.getNodeParameter('operation', 0) as string;
		const message = hintOf(operation, items);
		if (message !== undefined) this.addExecutionHints({ message, type: 'info', location: 'outputPane' });
		return splitOutputs(this, items);
	}
}
