import type { IExecuteFunctions } from 'n8n-workflow';
import { tap } from '../../shared/files/streams';
import { agreeOnCompression, encryptStream, type Compression } from '../messages/encrypt';
import type { EncryptionFacts } from '../facts';
import type { Recipient, SigningKey } from '../keys/keyChoice';
import { keep, type Result, type Source } from './source';

export interface EncryptionOptions {
	armored: boolean;
	compression?: Compression;
	fileName?: string;
	isHidden?: boolean;
}

export interface Parties {
	recipients: Recipient[];
	/** Instead of recipients' keys. */
	password?: string;
	signer: SigningKey | undefined;
}

/** Encrypts a file or text, which comes out as what it came in, with what is to be known of it. */
export async function encryptSource(
	context: IExecuteFunctions,
	source: Source,
	{ recipients, password, signer }: Parties,
	{ armored, compression: wanted = 'zlib', fileName, isHidden }: EncryptionOptions,
): Promise<{ result: Result; facts: EncryptionFacts }> {
	const start = Date.now();
	let inputBytes = 0;
	const counted = tap(source.bytes, (chunk) => {
		inputBytes += chunk.length;
	});
	const keys = recipients.map(({ key }) => key);
	const compression = await agreeOnCompression(wanted, keys, new Date());
	const { encrypted, cipher } = await encryptStream(counted, {
		recipients: keys,
		...(password !== undefined && { password }),
		...(isHidden && { isHidden }),
		...(signer && { signer: signer.key }),
		armored,
		compression,
		...(!source.isText && { fileName: source.fileName }),
	});
	const content = {
		fileName: fileName ?? `${source.fileName}.${armored ? 'asc' : 'gpg'}`,
		mediaType: 'application/pgp-encrypted',
	};
	const result = await keep(context, source, encrypted, content);
	const facts = {
		...content,
		inputBytes,
		bytes: result.bytes,
		sha256: result.sha256,
		armored,
		cipher,
		compression,
		recipients: recipients.map((recipient) => recipient.facts),
		...(password !== undefined && { passwords: 1 }),
		...(signer && { signer: signer.facts }),
		durationMs: Date.now() - start,
	};
	return { result, facts };
}
