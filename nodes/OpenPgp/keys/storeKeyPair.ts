import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { storeFile } from '../../shared/files/fileStore';
import { once } from '../../shared/files/streams';
import { z } from '../../shared/vendor/zod';
import { KeyFacts } from '../facts';
import { keyFacts } from './keyFacts';
import { makeKeyPair, type KeyPairWish } from './keyPair';
import { shortName } from './shortName';

export const GeneratedKey = KeyFacts.extend({
	publicKey: z.string().describe('The public key, to be given to the sender'),
});

/** Makes the pair that the panel asks for, locked by `passphrase`: facts about it as JSON, its halves as files that can be viewed. */
export async function storeKeyPair(
	context: IExecuteFunctions,
	itemIndex: number,
	passphrase = '',
): Promise<INodeExecutionData[]> {
	const pair = await makeKeyPair({
		name: context.getNodeParameter('userName', itemIndex) as string,
		email: context.getNodeParameter('email', itemIndex, '') as string,
		algorithm: context.getNodeParameter('algorithm', itemIndex, 'rsa4096') as KeyPairWish['algorithm'],
		validDays: context.getNodeParameter('validDays', itemIndex) as number,
		passphrase,
	});
	context.getExecutionCancelSignal()?.throwIfAborted();
	// As text, so the editor shows it and it can be copied from there.
	const store = async (text: string, what: string) => {
		const fileName = `${what}.asc`;
		return (await storeFile(context, once(Buffer.from(text)), { fileName, mediaType: 'text/plain' })).binary;
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
}
