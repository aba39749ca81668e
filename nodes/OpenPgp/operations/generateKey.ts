import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { storeFile } from '../../shared/files/fileStore';
import type { Operation } from '../../shared/run/operation';
import { once } from '../../shared/files/streams';
import { z } from '../../shared/vendor/zod';
import { credentialOf } from '../keys/credential';
import { KeyFacts } from '../facts';
import { keyFacts } from '../keys/keyFacts';
import { makeKeyPair } from '../keys/keyPair';
import { shortName } from '../keys/shortName';
import { generateHints } from '../panel/generateHint';

export const generateKey: Operation = {
	value: 'generate',
	name: 'Generate',
	action: 'Generate a key pair',
	description: 'Make a key pair: the public key to send, the private key locked by your passphrase',
	output: KeyFacts.extend({ publicKey: z.string().describe('The public key, to be given to the sender') }),
	fields: [
		{
			displayName:
				"The private key is returned as a file, locked by the credential's passphrase. Paste it into the credential. Keep a copy. Tesouro asks for this kind of key.",
			name: 'privateKeyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Name',
			name: 'userName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Example Ltd, reports',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'name@email.com',
		},
		{
			displayName: 'Algorithm',
			name: 'algorithm',
			type: 'options',
			default: 'rsa4096',
			options: [
				{ name: 'RSA 4096', value: 'rsa4096', description: 'Works everywhere. Takes some seconds.' },
				{ name: 'Curve25519', value: 'curve25519', description: 'Small and fast. Needs GnuPG 2.1 or newer.' },
			],
		},
		{
			displayName: 'Valid for Days',
			name: 'validDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3650 },
			default: 365,
			description: 'After that, no one can encrypt to it. Files encrypted before still open.',
		},
	],
	hints: generateHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { passphrase = '' } = await credentialOf(context, itemIndex);
		const pair = await makeKeyPair({
			name: context.getNodeParameter('userName', itemIndex) as string,
			email: context.getNodeParameter('email', itemIndex, '') as string,
			algorithm: context.getNodeParameter('algorithm', itemIndex) as 'rsa4096' | 'curve25519',
			validDays: context.getNodeParameter('validDays', itemIndex) as number,
			passphrase,
		});
		context.getExecutionCancelSignal()?.throwIfAborted();
		// As text, so the editor shows it and it can be copied from there.
		const store = async (text: string, what: string) => {
			const fileName = `${what}.asc`;
			return (await storeFile(context, once(Buffer.from(text)), { fileName, mediaType: 'text/plain' }))
				.binary;
		};
		const id = shortName(pair.key);
		const facts = { ...(await keyFacts(pair.key.toPublic(), new Date())), publicKey: pair.publicKey };
		return [
			{
				json: facts as unknown as IDataObject,
				binary: {
					publicKey: await store(pair.publicKey, `SEND-TO-PROVIDER-${id}-public`),
					privateKey: await store(pair.privateKey, `KEEP-${id}-private`),
					revocationCertificate: await store(pair.revocationCertificate, `KEEP-${id}-revocation`),
				},
			},
		];
	},
};
