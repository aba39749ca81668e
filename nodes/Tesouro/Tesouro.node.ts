import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import { operationFields, resourceAndOperationFields, subtitleOf } from '../shared/run/operationFields';
import { tesouroApiTest } from './api/testTesouroApi';
import { resources } from './operations';
import { searchSubscriptions } from './subscriptions/search';

export class Tesouro implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tesouro',
		name: 'tesouro',
		icon: { light: 'file:tesouro.svg', dark: 'file:tesouro.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Request reports from Tesouro, look up their status, download and decrypt them',
		defaults: { name: 'Tesouro' },
		// As a tool, an AI agent can look reports up. The operation is chosen in the panel, never by the model (docs/agents.md).
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'tesouroApi',
				displayName: 'Tesouro',
				required: true,
				testedBy: 'tesouroApiTest',
				displayOptions: { hide: { resource: ['reportEvent'] } },
			},
		],
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { credentialTest: { tesouroApiTest }, listSearch: { searchSubscriptions } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, resources);
	}
}
