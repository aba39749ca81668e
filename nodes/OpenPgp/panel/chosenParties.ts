import type { IExecuteFunctions } from 'n8n-workflow';
import { credentialOf, ringOf } from '../keys/credential';
import type { Compression } from '../messages/encrypt';
import type { Parties } from '../files/encryptSource';
import { readKeyBlocks } from '../keys/keys';
import { readPublicKeyField } from '../keys/pastedPublicKeys';
import { chooseRecipients, chooseSigningKey } from '../keys/keyChoice';
import { firstMessagePassword } from '../keys/messagePassword';

/** The options of the operation Encrypt, as n8n gives them. */
export interface EncryptFileOptions {
	compression?: Compression;
	fileName?: unknown;
	hideRecipients?: boolean;
	recipientIds?: string;
	signingKey?: string;
}

/** For whom the panel says that the file is: public keys, or a password. */
export async function readRecipients(
	context: IExecuteFunctions,
	itemIndex: number,
	{ recipientIds = '' }: EncryptFileOptions,
): Promise<Pick<Parties, 'recipients' | 'password'>> {
	const chosen = context.getNodeParameter('recipients', itemIndex);
	if (chosen === 'password') {
		const { messagePasswords = '' } = await credentialOf(context, itemIndex);
		return { recipients: [], password: firstMessagePassword(messagePasswords) };
	}
	if (chosen === 'pasted') {
		const pasted = context.getNodeParameter('recipientKeys', itemIndex) as string;
		const field = "Recipients' Public Keys";
		const keys = await readPublicKeyField(pasted, field);
		return { recipients: await chooseRecipients(keys, field, recipientIds, new Date()) };
	}
	const { publicKeys = '' } = await credentialOf(context, itemIndex);
	const field = "Provider's Public Keys";
	const keys = await readKeyBlocks(publicKeys, field);
	return { recipients: await chooseRecipients(keys, field, recipientIds, new Date()) };
}

/** The key to sign with; undefined when the panel asks for no signature. */
export async function readSigner(
	context: IExecuteFunctions,
	itemIndex: number,
	{ signingKey = '' }: EncryptFileOptions,
) {
	const isPasted = context.getNodeParameter('recipients', itemIndex) === 'pasted';
	const isWanted = context.getNodeParameter(isPasted ? 'signWithOwnKey' : 'sign', itemIndex, false);
	if (isWanted !== true) return undefined;
	return await chooseSigningKey(await ringOf(context, itemIndex), signingKey, new Date());
}
