import type { Hash } from 'crypto';
import { createMessage, enums, verify, type PublicKey } from '../../shared/vendor/openpgp';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { describeSigner } from '../keys/describeSigner';
import { Digests } from './digests';
import { closedDoors, type Doors } from './doors';
import { readAnnouncement, readSignaturePacket, type Announcement } from './signaturePacket';
import { readSignatures, type JudgedSignature } from './signatures';
import { BrokenPackets, cost, type Work } from './work';

/** Anybody can put in very many, and each costs time. */
const SIGNATURES_AT_MOST = 16;
const BINARY_SIGNATURE = 0x00;
const TEXT_SIGNATURE = 0x01;
/** "The salt size ... MUST match the value defined for the hash algorithm" (RFC 9580, section 5.2.3, table 23). */
const saltBytes: Record<number, number> = { 8: 16, 9: 24, 10: 32, 12: 16, 14: 32 };

/** A signature over streamed data. */
interface Running {
	/** Undefined for an unknown version: it keeps its place, but cannot be judged. */
	announcement: Announcement | undefined;
	certificate: PublicKey | undefined;
	/** Undefined when it cannot be checked: the signer is unknown, or the algorithm is not accepted. */
	hash: Hash | undefined;
	/** The signature packet; it follows the data unless it came before. */
	packet: Buffer | undefined;
}

/**
 * The signatures of one message (RFC 9580, section 10.3), before or after the data. Node computes the digests on the way;
 * the library judges, with all its rules about keys, times and algorithms (sections 5.2.4, 5.4). The library gets one packet
 * at a time, and never the data.
 */
export class SignatureList {
	private readonly running: Running[] = [];
	private readonly digests = new Digests();

	constructor(
		private readonly verificationKeys: PublicKey[],
		private readonly work: Work,
		private readonly now = new Date(),
		private readonly doors: Doors = closedDoors,
	) {}

	/** A one-pass signature packet: its signature follows after the data. */
	announce(body: Buffer): void {
		const announcement = readAnnouncement(body);
		this.running.push({ ...this.begin(announcement), packet: undefined });
	}

	/** A signature packet before the data, or detached. Returns whether its kind can be read. */
	async add(body: Buffer): Promise<boolean> {
		const inside = (await readSignaturePacket(body))?.inside;
		if (inside === undefined || !isOverData(inside.signatureType)) return false;
		const announcement = {
			type: inside.signatureType,
			hashAlgorithm: inside.hashAlgorithm,
			keyId: inside.issuerKeyID.toHex(),
			salt: inside.salt ?? Buffer.alloc(0),
		};
		this.running.push({ ...this.begin(announcement), packet: body });
		return true;
	}

	/** The signature packet for the last announcement: they close like brackets. */
	close(body: Buffer): void {
		const open = this.running.findLast(({ packet }) => packet === undefined);
		if (open === undefined) throw new BrokenPackets('there is a signature that was not announced');
		open.packet = body;
	}

	update(piece: Buffer): void {
		this.digests.update(piece);
	}

	/** Call it after the data and everything that follows it. */
	get isComplete(): boolean {
		return this.running.every(({ packet }) => packet !== undefined);
	}

	async judge(): Promise<JudgedSignature[]> {
		const judged: JudgedSignature[] = [];
		for (const { announcement, packet, ...rest } of this.running) {
			if (announcement === undefined || packet === undefined) continue;
			await this.work.turn();
			judged.push(await this.judgeOne({ announcement, packet, ...rest }));
		}
		return judged;
	}

	private begin(announcement: Announcement | undefined): Omit<Running, 'packet'> {
		if (this.running.length === SIGNATURES_AT_MOST) throw new BrokenPackets('there are too many signatures');
		const certificate = announcement && this.certificateOf(announcement.keyId);
		if (announcement === undefined || certificate === undefined) {
			return { announcement, certificate, hash: undefined };
		}
		const { type, hashAlgorithm, salt } = announcement;
		const isSalted = salt.length === 0 || salt.length === saltBytes[hashAlgorithm];
		const isAccepted = isSalted && isOverData(type);
		const isDigested = isAccepted && (hashAlgorithm !== enums.hash.sha1 || this.doors.sha1Signatures);
		const hash = isDigested ? this.digests.start(hashAlgorithm, type === TEXT_SIGNATURE, salt) : undefined;
		return { announcement, certificate, hash };
	}

	private async judgeOne({ announcement, certificate, hash, packet }: Judgeable): Promise<JudgedSignature> {
		const signer = describeSigner(announcement.keyId, certificate);
		if (certificate === undefined) return { verdict: 'unknown signer', signer };
		if (hash === undefined) return { verdict: 'invalid', signer, reason: weakness(announcement) };
		this.work.spend(cost.signature);
		const read = await readSignaturePacket(packet);
		if (read === undefined || !fits(read.inside, announcement)) {
			return { verdict: 'invalid', signer, reason: 'it is not the signature that was announced' };
		}
		const { signature, inside } = read;
		inside.hashed = hash.copy().update(inside.signatureData).update(trailer(inside)).digest();
		const { signatures } = await verify({
			message: await createMessage({ binary: new Uint8Array(0) }),
			signature,
			verificationKeys: this.verificationKeys,
			date: latestSignatureTime(this.now),
			format: 'binary',
			config: this.doors.sha1Signatures ? withSha1 : openPgpConfig,
		});
		const [judged] = await readSignatures(signatures, this.verificationKeys);
		return judged ?? { verdict: 'invalid', signer, reason: 'it holds no signature' };
	}

	private certificateOf(keyId: string): PublicKey | undefined {
		return this.verificationKeys.find((key) => key.getKeys().some((one) => one.getKeyID().toHex() === keyId));
	}
}

/** Only if the user allows it. */
const withSha1 = {
	...openPgpConfig,
	rejectMessageHashAlgorithms: new Set(
		[...openPgpConfig.rejectMessageHashAlgorithms].filter((one) => one !== enums.hash.sha1),
	),
};

type Judgeable = Running & { announcement: Announcement; packet: Buffer };

const isOverData = (type: number) => type === BINARY_SIGNATURE || type === TEXT_SIGNATURE;

/** Why no digest was computed for a signature by a known key. */
function weakness({ type, hashAlgorithm }: Announcement): string {
	if (!isOverData(type)) return 'it is not a signature over data';
	const [name] = Object.entries(enums.hash).find(([, number]) => number === hashAlgorithm) ?? [];
	return `Insecure message hash algorithm: ${(name ?? `number ${hashAlgorithm}`).toUpperCase()}`;
}

const fits = (inside: SignaturePacketOf, { type, hashAlgorithm, keyId, salt }: Announcement) =>
	inside.version === (salt.length > 0 ? 6 : 4) &&
	inside.signatureType === type &&
	inside.hashAlgorithm === hashAlgorithm &&
	inside.issuerKeyID.toHex() === keyId &&
	Buffer.from(inside.salt ?? []).equals(salt);

type SignaturePacketOf = NonNullable<Awaited<ReturnType<typeof readSignaturePacket>>>['inside'];

/** "the version number of the Signature packet, 0xFF, and the length of the hashed data" (RFC 9580, section 5.2.4). */
function trailer({ version, signatureData }: SignaturePacketOf): Buffer {
	const bytes = Buffer.from([version, 0xff, 0, 0, 0, 0]);
	bytes.writeUInt32BE(signatureData.length, 2);
	return bytes;
}
