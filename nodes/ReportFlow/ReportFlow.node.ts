import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import { operationFields, resourceAndOperationFields, subtitleOf } from '../shared/run/operationFields';
import { reportFlowApiTest } from './api/testReportFlowApi';
import { forgetUnknown } from './generate/jobs';
import { resources } from './operations';
import { getParameterFields, searchDesigns } from './designs/parameterFields';

export class ReportFlow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ReportFlow',
		name: 'reportFlow',
		icon: { light: 'file:reportFlow.svg', dark: 'file:reportFlow.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Generate PDFs from designs in ReportFlow (re-port-flow.com), and download them',
		defaults: { name: 'ReportFlow' },
		// Pages are billed: a language model should not call this on its own.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'reportFlowApi',
				displayName: 'ReportFlow',
				required: true,
				testedBy: 'reportFlowApiTest',
				displayOptions: { show: { authentication: ['apiKey'] }, hide: { resource: ['reportEvent'] } },
			},
			{
				name: 'reportFlowOAuth2Api',
				displayName: 'ReportFlow OAuth2',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] }, hide: { resource: ['reportEvent'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				default: 'apiKey',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
			},
			...resourceAndOperationFields(resources),
			...operationFields(resources),
		],
	};

	methods = {
		credentialTest: { reportFlowApiTest },
		listSearch: { searchDesigns },
		resourceMapping: { getParameterFields },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		forgetUnknown(this);
		return await executeOperations(this, resources);
	}
}
