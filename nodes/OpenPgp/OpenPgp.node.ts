import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { executeOperations } from '../shared/run/executeOperations';
import {
	noCredentialWhen,
	operationFields,
	resourceAndOperationFields,
	subtitleOf,
} from '../shared/run/operationFields';
import { resources } from './operations';
import { openPgpKeyTest } from './keys/testOpenPgpKey';

export class OpenPgp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenPGP',
		name: 'openPgp',
		icon: { light: 'file:openPgp.svg', dark: 'file:openPgp.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Decrypt, encrypt, sign and verify OpenPGP (PGP, GPG) files of any size',
		defaults: { name: 'OpenPGP' },
		// A language model has no business with private keys and whole files.
		usableAsTool: undefined,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'openPgpKeyApi',
				displayName: 'OpenPGP Key',
				required: true,
				testedBy: 'openPgpKeyTest',
				displayOptions: { hide: noCredentialWhen(resources) },
			},
		],
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { credentialTest: { openPgpKeyTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, resources);
	}
}
