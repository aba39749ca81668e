import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import { operationFields, resourceAndOperationFields, subtitleOf } from '../shared/run/operationFields';
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
		// As a tool, an AI agent can look reports up. The operation is chosen in the panel, never by the model (docs/agents.md).
		usableAsTool: true,
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
