import type { PastedKeys } from '../doctor/pastedKeys';
import { OpenPgpError } from '../openPgpError';
import { readKeyBlocks } from './keys';
import { shortName } from './shortName';

/**
 * The keys in a field of the node, which must never hold a private key: everybody who can open the workflow, its exports
 * and its old versions reads it there.
 */
export async function readPublicKeyField(text: string, field: string): Promise<PastedKeys> {
	const pasted = await readKeyBlocks(text, field);
	const secret = pasted.keys.find((key) => key.isPrivate());
	if (secret === undefined) return pasted;
	throw new OpenPgpError(
		`The key ${shortName(secret)} under "${field}" is a private key. Everybody who can open this workflow can read it. It was refused`,
		'Delete it here, and in the old versions and exports of the workflow. If anybody else could see them, make a new key and replace this one. Private keys belong in the OpenPGP Key credential, which n8n encrypts.',
	);
}
