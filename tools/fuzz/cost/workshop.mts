import { randomBytes } from 'node:crypto';
import { createMessage, encryptSessionKey, generateKey, sign, type PrivateKey } from 'openpgp';
import { readKeyRing, type KeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { readPackets } from '../../../nodes/OpenPgp/engine/packetReader';
import { fileWork } from '../../../nodes/OpenPgp/fileWork';
import { encryptPackets } from '../../../test/OpenPgp/messages.mts';
import type { Random } from '../../sandbox/random.mts';
import { encrypted, packet, partialPacket } from './packets.mts';

/** Keys, and the packets that cost time to make, made once. */
export interface Workshop {
	ring: KeyRing;
	onePass: Buffer;
	strangerOnePass: Buffer;
	signature: Buffer;
	/** For somebody who hides: the body of a packet that every RSA key has to be tried with. */
	hiddenSessionKey: Buffer;
	/** A whole message around the packets, encrypted to us in one of many ways. */
	seal(packets: Buffer, random: Random): Promise<Buffer>;
}

/** RSA with 4096 bits is what Tesouro asks for, and what costs most. */
export async function openWorkshop(): Promise<Workshop> {
	const ours = await newKey();
	const stranger = await newKey();
	const [onePass, , signature] = await bodiesOf(await signed(ours));
	const [strangerOnePass] = await bodiesOf(await signed(stranger));
	const keys = await Promise.all(
		(['aes256', 'tripledes', 'cast5'] as const).map(async (algorithm) => {
			const data = randomBytes({ aes256: 32, tripledes: 24, cast5: 16 }[algorithm]);
			const options = { data, algorithm, format: 'binary' as const };
			const named = await encryptSessionKey({ ...options, encryptionKeys: ours });
			const hidden = await encryptSessionKey({ ...options, encryptionKeys: stranger, wildcard: true });
			return { data, named: Buffer.from(named), hidden: Buffer.from(hidden) };
		}),
	);
	const [aes, tripleDes] = keys as [(typeof keys)[0], (typeof keys)[0]];
	const [hiddenSessionKey] = await bodiesOf(aes.hidden);
	const ring = await readKeyRing({ privateKeys: ours.armor(), publicKeys: ours.toPublic().armor() });
	return {
		ring,
		onePass: onePass!,
		strangerOnePass: strangerOnePass!,
		signature: signature!,
		hiddenSessionKey: hiddenSessionKey!,
		async seal(packets, random) {
			if (random.below(6) === 0) {
				return await encryptPackets(packets, ours.toPublic(), packets.length % 2 === 0 ? 'GCM' : 'EAX');
			}
			const { named, hidden, data } = random.pick([aes, aes, aes, tripleDes]);
			const others = Array.from({ length: random.pick([0, 0, 0, 3, 20, 60]) }, () => hidden);
			const isHidden = random.below(3) === 0;
			const body = encrypted(packets, data);
			const whole =
				random.below(3) === 0 ? partialPacket(18, body, 9, random.pick([0, 4, 9])) : packet(18, body);
			return Buffer.concat([...others, ...(isHidden ? [] : [named]), whole]);
		},
	};
}

async function newKey(): Promise<PrivateKey> {
	const { privateKey } = await generateKey({
		type: 'rsa',
		rsaBits: 4096,
		userIDs: [{ name: 'Cost' }],
		format: 'object',
	});
	return privateKey;
}

const signed = async (signingKeys: PrivateKey) =>
	Buffer.from(
		await sign({
			message: await createMessage({ binary: new Uint8Array(Buffer.from('a,b\n')) }),
			signingKeys,
			format: 'binary',
		}),
	);

async function bodiesOf(message: Buffer): Promise<Buffer[]> {
	const packets = await readPackets(message, fileWork(), { packetsAtMost: 9, bytesAtMost: 1e5 });
	return packets.map(({ body }) => body);
}
