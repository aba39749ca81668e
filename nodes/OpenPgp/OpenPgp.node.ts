import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields, resourceAndOperationFields, runOperations } from '../shared/operation';
import { resources } from './operations';
import { openPgpKeyTest } from './testOpenPgpKey';

export class OpenPgp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenPGP',
		name: 'openPgp',
		icon: { light: 'file:openPgp.svg', dark: 'file:openPgp.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Decrypt OpenPGP (PGP, GPG) files of any size in constant memory',
		defaults: { name: 'OpenPGP' },
		// A language model has no business with private keys and whole files.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'openPgpKeyApi', displayName: 'OpenPGP Key', required: true, testedBy: 'openPgpKeyTest' },
		],
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { credentialTest: { openPgpKeyTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources);
	}
}
