import { createHash, type Hash } from 'crypto';
import {
	createMessage,
	readSignature,
	verify,
	type PublicKey,
	type Signature,
} from '../../shared/vendor/openpgp';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { describeSigner } from '../keys/keys';
import { packetType } from './packetReader';
import { frame } from './packetWriter';
import { readSignatures, type JudgedSignature } from './signatures';

/** Hash algorithms of RFC 9580, section 9.5, by their number; the broken ones are left to the library to refuse. */
const hashNames: Record<number, string> = {
	8: 'sha256',
	9: 'sha384',
	10: 'sha512',
	12: 'sha3-256',
	14: 'sha3-512',
};

const BINARY_SIGNATURE = 0x00;
const TEXT_SIGNATURE = 0x01;

/** What we use of the library's signature packet beyond its public types; a test keeps watch over it. */
interface SignaturePacketInside {
	version: number;
	signatureType: number;
	hashAlgorithm: number;
	/** The part of the packet that the signature itself covers. */
	signatureData: Uint8Array;
	/** A digest that was computed already; the library then checks that and nothing is hashed again. */
	hashed: Uint8Array;
}

/**
 * A signature over data that streams by: the digest is made natively along the way, the judgement is the library's, with
 * all its rules about keys, times and algorithms (RFC 9580, sections 5.2.4 and 5.4).
 */
export class RunningSignature {
	private readonly hash: Hash | undefined;
	private readonly type: number;
	private readonly algorithm: number;
	private endsWithCr = false;
	private readonly keyId: string;
	private packet: Buffer | undefined;

	constructor(
		onePass: Buffer,
		private readonly verificationKeys: PublicKey[],
	) {
		this.type = onePass[1]!;
		this.algorithm = onePass[2]!;
		this.keyId = onePass.subarray(4, 12).toString('hex');
		// Nobody could check a stranger's signature, so nothing is hashed for it.
		if (this.certificate !== undefined) this.hash = createHash(hashNames[this.algorithm]!);
	}

	/** Version 3 one-pass packets and a single signature: everything else is rare and left to the library. */
	static supports(onePass: Buffer): boolean {
		const [version, type, hash] = onePass;
		return (
			onePass.length === 13 &&
			version === 3 &&
			(type === BINARY_SIGNATURE || type === TEXT_SIGNATURE) &&
			hash !== undefined &&
			hash in hashNames &&
			onePass[12] !== 0
		);
	}

	get isOpen(): boolean {
		return this.packet === undefined;
	}

	update(piece: Buffer): void {
		this.hash?.update(this.type === TEXT_SIGNATURE ? this.withCrLf(piece) : piece);
	}

	/** The signature packet that follows the data. */
	close(packet: Buffer): void {
		this.packet = packet;
	}

	async judge(): Promise<JudgedSignature> {
		const { certificate, hash, packet } = this;
		const signer = describeSigner(this.keyId, certificate);
		if (certificate === undefined || hash === undefined) return { verdict: 'unknown signer', signer };
		const signature = packet && (await readPacket(packet));
		const inside = signature?.packets[0] as unknown as SignaturePacketInside | undefined;
		const fits =
			inside?.version === 4 && inside.signatureType === this.type && inside.hashAlgorithm === this.algorithm;
		if (signature === undefined || inside === undefined || !fits) {
			return { verdict: 'invalid', signer, reason: 'it is not the signature that was announced' };
		}
		inside.hashed = hash.update(inside.signatureData).update(trailer(inside)).digest();
		const { signatures } = await verify({
			message: await createMessage({ binary: new Uint8Array(0) }),
			signature,
			verificationKeys: this.verificationKeys,
			date: latestSignatureTime(new Date()),
			format: 'binary',
			config: openPgpConfig,
		});
		const [judged] = await readSignatures(signatures, this.verificationKeys);
		return judged ?? { verdict: 'invalid', signer, reason: 'it holds no signature' };
	}

	/** "line endings ... converted to <CR><LF>" (RFC 9580, section 5.2.1.2), also where a piece ends between the two. */
	private withCrLf(piece: Buffer): Buffer {
		const text = piece.toString('latin1');
		const isSecondHalf = this.endsWithCr && text.startsWith('\n');
		this.endsWithCr = text.endsWith('\r');
		const rest = isSecondHalf ? text.slice(1) : text;
		return Buffer.from((isSecondHalf ? '\n' : '') + rest.replace(/\r?\n/g, '\r\n'), 'latin1');
	}

	private get certificate(): PublicKey | undefined {
		return this.verificationKeys.find((key) =>
			key.getKeys().some((one) => one.getKeyID().toHex() === this.keyId),
		);
	}
}

/** "the version number of the Signature packet, 0xFF, and the length of the hashed data" (RFC 9580, section 5.2.4). */
function trailer({ version, signatureData }: SignaturePacketInside): Buffer {
	const bytes = Buffer.from([version, 0xff, 0, 0, 0, 0]);
	bytes.writeUInt32BE(signatureData.length, 2);
	return bytes;
}

async function readPacket(body: Buffer): Promise<Signature | undefined> {
	const binarySignature = new Uint8Array(frame(packetType.signature, body));
	return await readSignature({ binarySignature }).catch(() => undefined);
}
