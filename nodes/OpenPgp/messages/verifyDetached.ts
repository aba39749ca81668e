import type { PublicKey } from '../../shared/vendor/openpgp';
import { collect, once, tap, type Bytes } from '../../shared/files/streams';
import { dearmor } from '../engine/dearmor';
import type { Doors } from '../engine/doors';
import { packetType, readPackets } from '../engine/packetReader';
import { SignatureList } from '../engine/signatureList';
import type { JudgedSignature } from '../engine/signatures';
import type { Work } from '../engine/work';
import { failureOf, Failure } from '../failure';
import { fileWork } from '../fileWork';
import { OpenPgpError } from '../openPgpError';
import { signatureLimits } from './cleartext';

const SIGNATURE_BYTES_AT_MOST = 64 * 1024;
/** A file in memory comes as one chunk. */
const PIECE_BYTES = 256 * 1024;

/** Judges a signature that came beside its content. The content streams by; every byte of it is read. */
export async function verifyDetached(
	content: Bytes,
	signatureFile: Bytes,
	keys: PublicKey[],
	doors?: Doors,
): Promise<JudgedSignature[]> {
	const work = fileWork();
	const list = new SignatureList(keys, work, undefined, doors);
	let readable = 0;
	for (const body of await readSignatureFile(signatureFile, work)) if (await list.add(body)) readable++;
	if (readable === 0) throw oddSignature();
	for await (const chunk of content) {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
			await work.turn();
			list.update(bytes.subarray(start, start + PIECE_BYTES));
		}
	}
	return await list.judge();
}

/** The signature packets of a file, binary or armoured, as they stand there. */
async function readSignatureFile(file: Bytes, work: Work): Promise<Buffer[]> {
	const whole = await collect(limited(file, work));
	const isBinary = whole[0] !== undefined && whole[0] >= 0x80;
	const armor = dearmor(once(whole), work, 'SIGNATURE');
	const binary = isBinary ? whole : await collect(armor).catch(failureOf);
	if (binary instanceof Failure) throw noSignature();
	const packets = await readPackets(binary, work, signatureLimits).catch(failureOf);
	const isWhole =
		!(packets instanceof Failure) &&
		packets.length > 0 &&
		packets.every(({ type }) => type === packetType.signature);
	if (!isWhole) throw noSignature();
	return packets.map(({ body }) => body);
}

const limited = (file: Bytes, work: Work): Bytes => {
	let length = 0;
	return tap(file, (chunk) => {
		length += chunk.length;
		work.came(chunk.length);
		if (length > SIGNATURE_BYTES_AT_MOST) throw noSignature();
	});
};

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
