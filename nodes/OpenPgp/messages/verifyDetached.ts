import {
	createMessage,
	readSignature,
	unarmor,
	verify,
	type PublicKey,
	type Signature,
} from '../../shared/vendor/openpgp';
import { collect, once, tap, toWebStream, type Bytes } from '../../shared/files/streams';
import { readStream } from '../engine/libraryStream';
import { PacketReader, packetType } from '../engine/packetReader';
import { RunningSignature } from '../engine/runningSignature';
import { failureOf, Failure, WatchedSource } from '../failure';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { OpenPgpError } from '../openPgpError';
import { readSignatures, type JudgedSignature } from '../engine/signatures';

const SIGNATURE_BYTES_AT_MOST = 64 * 1024;
const ONE_PASS_VERSION = 3;
const LAST = 1;

/** Judges a signature that came beside its content. The content streams by; every byte of it is read. */
export async function verifyDetached(
	content: Bytes,
	signatureFile: Bytes,
	keys: PublicKey[],
): Promise<JudgedSignature[]> {
	const { bodies, signature } = await readSignatureFile(signatureFile);
	const running = signature.packets.map((packet, index) => announce(packet, bodies[index]!));
	if (!running.every((onePass) => RunningSignature.supports(onePass))) {
		return await verifyWithLibrary(content, signature, keys);
	}
	const signatures = running.map((onePass) => new RunningSignature(onePass, keys));
	const hashed = tap(content, (chunk) => {
		const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		for (const one of signatures) one.update(piece);
	});
	for await (const chunk of hashed) void chunk;
	for (const [index, one] of signatures.entries()) one.close(bodies[index]!);
	return await Promise.all(signatures.map(async (one) => await one.judge()));
}

type Packet = Signature['packets'][number];

/** The one-pass packet (RFC 9580, section 5.4) that would announce the signature inside a message; empty if none could. */
function announce({ version, signatureType, issuerKeyID }: Packet, body: Buffer): Buffer {
	if (version !== 4 || signatureType === null) return Buffer.alloc(0);
	// Version, type, public-key algorithm, hash algorithm (RFC 9580, section 5.2.3).
	const [, type, algorithm, hash] = body;
	const keyId = Buffer.from(issuerKeyID.toHex(), 'hex');
	return Buffer.from([ONE_PASS_VERSION, type!, hash!, algorithm!, ...keyId, LAST]);
}

/** Signatures of version 3 or 6, or with a rare hash: left to the library. */
async function verifyWithLibrary(content: Bytes, signature: Signature, keys: PublicKey[]) {
	const watched = new WatchedSource(content);
	const message = await createMessage({ binary: toWebStream(watched) });
	const verified = await verify({
		message,
		signature,
		verificationKeys: keys,
		date: latestSignatureTime(new Date()),
		format: 'binary',
		config: openPgpConfig,
	}).catch(failureOf);
	if (verified instanceof Failure) throw watched.failure ?? oddSignature();
	const { data, signatures } = verified;
	// What the library does not know, it leaves out.
	if (signatures.length === 0) throw oddSignature();
	for await (const chunk of readStream(data as ReadableStream<Uint8Array>)) void chunk;
	return await readSignatures(signatures, keys);
}

/** The signature packets of a file, binary or armoured: as the library reads them, and as they stand there. */
async function readSignatureFile(file: Bytes): Promise<{ bodies: Buffer[]; signature: Signature }> {
	const whole = await collect(limited(file));
	const binary =
		whole[0] !== undefined && whole[0] >= 0x80 ? whole : await unarmored(whole.toString('latin1'));
	const signature = await readSignature({
		binarySignature: new Uint8Array(binary),
		config: openPgpConfig,
	}).catch(failureOf);
	if (signature instanceof Failure) throw noSignature();
	const bodies: Buffer[] = [];
	const reader = new PacketReader(once(binary));
	for (let type = await reader.next(); type !== undefined; type = await reader.next()) {
		const body = await reader.smallBody(SIGNATURE_BYTES_AT_MOST);
		if (type === packetType.signature) bodies.push(body);
	}
	if (bodies.length === 0 || bodies.length !== signature.packets.length) throw noSignature();
	return { bodies, signature };
}

async function unarmored(text: string): Promise<Buffer> {
	const start = text.indexOf('-----BEGIN PGP SIGNATURE-----');
	const found = start < 0 ? undefined : await unarmor(text.slice(start)).catch(failureOf);
	if (found === undefined || found instanceof Failure) throw noSignature();
	const { data } = found as { data: unknown };
	const bytes =
		data instanceof Uint8Array ? Buffer.from(data) : await collect(data as Bytes).catch(failureOf);
	if (bytes instanceof Failure) throw noSignature();
	return bytes;
}

function limited(file: Bytes): Bytes {
	let length = 0;
	return tap(file, (chunk) => {
		length += chunk.length;
		if (length > SIGNATURE_BYTES_AT_MOST) throw noSignature();
	});
}

const oddSignature = () =>
	new OpenPgpError(
		'The signature is of a kind that is not read here',
		'Ask the sender for one of version 4, with SHA-256 or SHA-512: every current OpenPGP software can make it.',
	);

const noSignature = () =>
	new OpenPgpError(
		'What should be the signature is not an OpenPGP signature',
		'Choose the field that holds the signature, usually a file that ends with .sig or .asc.',
	);
