import type { IExecuteFunctions } from 'n8n-workflow';
import { readKeyRing, type KeyRing, type OpenPgpKeyCredential } from './keys';
import { OpenPgpError } from '../openPgpError';

/** The OpenPGP Key credential of the node. Throws when there is none. */
export async function credentialOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<OpenPgpKeyCredential> {
	if (context.getNode().credentials?.openPgpKeyApi === undefined) {
		throw new OpenPgpError(
			'This needs keys from an OpenPGP Key credential, and the node has none',
			'Choose or create an OpenPGP Key credential at the top of the node.',
		);
	}
	return await context.getCredentials<OpenPgpKeyCredential & object>('openPgpKeyApi', itemIndex);
}

/** The keys of the credential, parsed and unlocked. */
export const ringOf = async (context: IExecuteFunctions, itemIndex: number): Promise<KeyRing> =>
	await readKeyRing(await credentialOf(context, itemIndex));
