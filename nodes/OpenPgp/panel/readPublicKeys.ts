import type { IExecuteFunctions } from 'n8n-workflow';
import type { PublicKey } from '../../shared/vendor/openpgp';
import { ringOf } from '../keys/credential';
import { readPublicKeyField } from '../keys/pastedPublicKeys';
import { OpenPgpError } from '../openPgpError';

/** Whose signatures to accept: the keys of the credential, or those pasted into the node. Throws when there are none. */
export async function readPublicKeys(context: IExecuteFunctions, itemIndex: number): Promise<PublicKey[]> {
	const isPasted = context.getNodeParameter('keySource', itemIndex) === 'pasted';
	const pasted = isPasted ? (context.getNodeParameter('publicKeys', itemIndex) as string) : '';
	const { keys, problems } = isPasted
		? await readPublicKeyField(pasted, 'Public Keys')
		: await ringOf(context, itemIndex).then((ring) => ({
				keys: ring.verificationKeys,
				problems: ring.problems,
			}));
	if (keys.length > 0) return keys.map((key) => key.toPublic());
	throw new OpenPgpError(
		'There is no public key to check the signature with',
		problems.join(' ') ||
			(isPasted
				? 'Paste the public key of the signer under "Public Keys".'
				: 'Add the public key of the signer under "Provider\'s Public Keys" in the OpenPGP Key credential.'),
	);
}
