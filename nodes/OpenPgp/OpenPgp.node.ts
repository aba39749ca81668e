import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields, resourceAndOperationFields, runOperations } from '../shared/run/operation';
import { hintOf } from './panel/hint';
import { resources } from './operations';
import { openPgpKeyTest } from './keys/testOpenPgpKey';

export class OpenPgp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenPGP',
		name: 'openPgp',
		icon: { light: 'file:openPgp.svg', dark: 'file:openPgp.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Decrypt, encrypt, sign and verify OpenPGP (PGP, GPG) files of any size in constant memory',
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
				// n8n knows one entry a credential, so this one says when it is not needed: any of these is enough.
				displayOptions: {
					hide: { keySource: ['pasted'], signWithOwnKey: [false], tryKeys: [false] },
				},
			},
		],
		properties: [...resourceAndOperationFields(resources), ...operationFields(resources)],
	};

	methods = { credentialTest: { openPgpKeyTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output = await runOperations(this, resources);
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const message = hintOf(resource, operation, output.flat());
		if (message !== undefined) this.addExecutionHints({ message, type: 'info', location: 'outputPane' });
		return output;
	}
}
