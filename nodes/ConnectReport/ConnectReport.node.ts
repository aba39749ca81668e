import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import { operationFields, resourceAndOperationFields, subtitleOf } from '../shared/run/operation';
import { connectReportApiTest } from './api/testConnectReportApi';
import { resources } from './operations';

export class ConnectReport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ConnectReport',
		name: 'connectReport',
		icon: { light: 'file:connectReport.svg', dark: 'file:connectReport.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Export reports from a ConnectReport server, look them up, and run report tasks',
		defaults: { name: 'ConnectReport' },
		// Files of any size, and report tasks that run: a language model should not call this on its own.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'connectReportApi',
				displayName: 'ConnectReport',
				required: true,
				testedBy: 'connectReportApiTest',
				displayOptions: { hide: { resource: ['reportEvent'] } },
			},
		],
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { credentialTest: { connectReportApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, resources);
	}
}
