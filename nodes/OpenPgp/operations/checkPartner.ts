import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { ringOf } from '../keys/credential';
import { readPublicKeyField } from '../keys/pastedPublicKeys';
import { OpenPgpError } from '../openPgpError';
import { binaryField, inputField, pastedKeysField, textField } from '../panel/inputFields';
import { partnerHints } from '../panel/partnerHint';
import { PartnerCheck } from '../partner/partnerFacts';
import { rehearse } from '../partner/rehearse';
import { trySample } from '../partner/sampleFindings';
import { toolWords, type Tool } from '../partner/toolWords';

/** The field of the node. */
const PASTED = "Partner's Public Keys";

const sampleField: INodeProperties = {
	...inputField,
	displayName: 'Sample',
	default: 'file',
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'A binary field with a file that the partner encrypted to you',
		},
		{ name: 'None', value: 'none', description: 'Only the keys are checked' },
		{ name: 'Text', value: 'text', description: 'A text that the partner encrypted to you' },
	],
};

export const checkPartner: Operation = {
	value: 'checkPartner',
	name: 'Check With a Partner',
	action: 'Check keys and a sample with a partner',
	description: "See before the first real file whether your partner's keys and files work with yours",
	output: PartnerCheck,
	fields: [
		{
			...pastedKeysField,
			displayName: PASTED,
			name: 'partnerKeys',
			description: 'As the partner sent them. Empty uses those in the credential.',
		},
		sampleField,
		binaryField,
		textField,
		{
			displayName: "Partner's Tool",
			name: 'partnerTool',
			type: 'options',
			default: 'other',
			description: 'The program your partner uses. The text for the partner explains each step in it.',
			options: [
				{ name: 'BouncyCastle', value: 'bouncyCastle' },
				{ name: 'E-Business Server', value: 'eBusinessServer' },
				{ name: 'GnuPG', value: 'gpg' },
				{ name: 'GoAnywhere', value: 'goAnywhere' },
				{ name: 'Kleopatra', value: 'kleopatra' },
				{ name: 'Other', value: 'other' },
			],
		},
	],
	hints: partnerHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const tool = String(context.getNodeParameter('partnerTool', itemIndex, 'other'));
		if (!Object.hasOwn(toolWords, tool)) {
			throw new OpenPgpError(`"Partner's Tool" has no entry ${tool}`, 'Choose from its list.');
		}
		const ring = await ringOf(context, itemIndex);
		const pasted = String(context.getNodeParameter('partnerKeys', itemIndex, '') ?? '');
		const { keys, problems } = await readPublicKeyField(pasted, PASTED);
		if (problems.length > 0)
			throw new OpenPgpError("The partner's public key cannot be read", problems.join(' '));
		const partnerKeys = pasted.trim() === '' ? ring.verificationKeys : keys.map((key) => key.toPublic());
		const isSampleTried = context.getNodeParameter('input', itemIndex, 'file') !== 'none';
		const tried = isSampleTried
			? await trySample(context, itemIndex, { ...ring, verificationKeys: partnerKeys })
			: undefined;
		const result = await rehearse({ ring, partnerKeys, tried, tool: tool as Tool, now: new Date() });
		return [{ json: result as unknown as IDataObject }];
	},
};
