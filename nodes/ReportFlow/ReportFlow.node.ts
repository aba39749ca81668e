import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields, resourceAndOperationFields, runOperations } from '../shared/run/operation';
import { lookPatiently } from '../shared/run/patientLook';
import { reportFlowApiTest } from './api/testReportFlowApi';
import { addHints } from './generate/hints';
import { forgetJobs, forgetUnknown } from './generate/jobs';
import { resources } from './operations';
import { getParameterFields, searchDesigns } from './designs/parameterFields';

export class ReportFlow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ReportFlow',
		name: 'reportFlow',
		icon: { light: 'file:reportFlow.svg', dark: 'file:reportFlow.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Generate PDFs from designs in ReportFlow (re-port-flow.com), and download them',
		defaults: { name: 'ReportFlow' },
		// Pages are billed: nothing for a language model to call by itself.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'reportFlowApi',
				displayName: 'ReportFlow',
				required: true,
				testedBy: 'reportFlowApiTest',
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
			{
				name: 'reportFlowOAuth2Api',
				displayName: 'ReportFlow OAuth2',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
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
		const output = await lookPatiently(this, async () => await runOperations(this, resources));
		// n8n waits, and then runs this node again.
		if (output === 'waiting') return [[]];
		forgetJobs(this);
		if (isGenerating(this)) addHints(this, output.flat());
		return output;
	}
}

/** The items of other operations may still carry what Generate warned of. */
const isGenerating = (context: IExecuteFunctions) =>
	context.getInputData().length > 0 &&
	String(context.getNodeParameter('operation', 0)).startsWith('generate');
