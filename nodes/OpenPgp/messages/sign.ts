import { createCleartextMessage, sign, type PrivateKey } from '../../shared/vendor/openpgp';
import { collect, type Bytes } from '../../shared/files/streams';
import { readStream } from '../engine/libraryStream';
import { toBytes, toMessage } from './encrypt';
import { limitText } from '../limitSize';
import { openPgpConfig } from '../openPgpConfig';
import { OpenPgpError } from '../openPgpError';
import { decodeText } from '../files/source';

export interface SigningWish {
	signer: PrivateKey;
	armored: boolean;
	/** `inline`: around the content. `detached`: beside it. `cleartext`: around a text that stays readable. */
	form: 'inline' | 'detached' | 'cleartext';
	fileName?: string;
}

/** The signed message, or the signature alone. What is signed streams by, but for cleartext. */
export async function signStream(content: Bytes, wish: SigningWish): Promise<Bytes> {
	if (wish.form === 'cleartext') return await signCleartext(content, wish.signer);
	const message = await toMessage(content, wish.fileName);
	const options = { message, signingKeys: wish.signer, config: openPgpConfig };
	if (wish.form === 'detached') return await signDetached(options, wish.armored);
	return wish.armored
		? toBytes((await sign({ ...options, format: 'armored' })) as AsyncIterable<string> & ReadableStream)
		: ((await sign({ ...options, format: 'binary' })) as Bytes & ReadableStream);
}

type StreamOptions = {
	message: Awaited<ReturnType<typeof toMessage>>;
	signingKeys: PrivateKey;
	config: typeof openPgpConfig;
};

/**
 * The library hashes what is read from the message; asked for the signature as bytes it would keep all of that in memory,
 * so the content is read here and dropped.
 */
async function signDetached(options: StreamOptions, isArmored: boolean): Promise<Bytes> {
	const signature = await sign({ ...options, detached: true, format: 'object' });
	const content = options.message.getLiteralData() as ReadableStream<Uint8Array>;
	for await (const chunk of readStream(content)) void chunk;
	return isArmored
		? toBytes(asStream(signature.armor()))
		: asStream(signature.write() as unknown as Uint8Array | AsyncIterable<Uint8Array>);
}

async function signCleartext(content: Bytes, signer: PrivateKey): Promise<Bytes> {
	const text = decodeText(await collect(limitText(content)));
	if (text === undefined) {
		throw new OpenPgpError(
			'The content is not text, and only text can be signed in the form "Cleartext"',
			'Choose the form "Inline" or "Detached".',
		);
	}
	const message = await createCleartextMessage({ text });
	const signed = await sign({ message, signingKeys: signer, format: 'armored', config: openPgpConfig });
	return asStream(Buffer.from(signed));
}

async function* asStream<T extends string | Uint8Array>(value: T | AsyncIterable<T>): AsyncGenerator<T> {
	if (typeof value === 'string' || value instanceof Uint8Array) yield value as T;
	else yield* value as AsyncIterable<T>;
}
