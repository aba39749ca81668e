import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { inspectMessage } from '../../../nodes/OpenPgp/messages/inspectMessage';
import { openSigned } from '../../../nodes/OpenPgp/messages/verify';
import { openSessionKeys } from '../../../nodes/OpenPgp/engine/openSessionKeys';
import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { once, type Bytes } from '../../../nodes/shared/files/streams';
import { tesouro } from '../../../nodes/Tesouro/facts';
import { readContent } from '../../../nodes/Tesouro/reportReady/readContent';
import { readProof } from '../../../nodes/Tesouro/reportReady/readProof';
import type { Random } from '../../sandbox/random.mts';
import type { Workshop } from './workshop.mts';

/** A way that a message takes through the product, with everything that reads it. */
export type Target = (message: Buffer, shop: Workshop, random: Random) => Promise<unknown>;

async function drain(bytes: Bytes): Promise<void> {
	for await (const chunk of bytes) void chunk;
}

/** Where a delivery carries OpenPGP; a header takes no more than 16 kB. */
function deliveryWith(message: Buffer, random: Random) {
	const base64 = message.toString('base64');
	const armor = `-----BEGIN PGP MESSAGE-----\n\n${base64.replace(/.{64}/g, '$&\n')}\n-----END PGP MESSAGE-----\n`;
	const signature = armor.replaceAll('MESSAGE', 'SIGNATURE');
	const json = Buffer.from('{"requestId":"request-1","fileUrl":"https://download.tesouro.com/r.gpg"}');
	const names = tesouro.signatureHeaders;
	const boundary = { 'content-type': 'multipart/signed; boundary=b' };
	const [body, headers] = random.pick<[Buffer, Record<string, string>]>([
		[message, {}],
		[Buffer.from(armor), {}],
		[Buffer.from(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${json.toString()}\n${signature}`), {}],
		[json, { [names[0]!]: base64.slice(0, 16_000) }],
		[json, Object.fromEntries(names.map((name) => [name, base64.slice(0, 16_000 / names.length)]))],
		[Buffer.from(JSON.stringify({ requestId: 'r', fileUrl: 'u', signature: base64 })), {}],
		[Buffer.from(`--b\r\n\r\n{}\r\n--b\r\n\r\n${signature}\r\n--b--`), boundary],
		[message, Object.fromEntries(names.map((name) => [name, base64.slice(0, 16_000 / names.length)]))],
	]);
	return toDelivery(body, headers, new Date());
}

export const targets: Record<string, Target> = {
	'Tesouro delivery, signature': async (message, { ring }, random) =>
		await readProof(deliveryWith(message, random), { ring, signatureHeaders: tesouro.signatureHeaders }),
	'Tesouro delivery, API or none': async (message, _, random) =>
		await readContent(deliveryWith(message, random)),
	async Decrypt(message, { ring }) {
		const decryption = await decrypt(once(message), ring);
		await drain(decryption.plaintext);
		await decryption.signature();
	},
	async Verify(message, { ring }) {
		const signed = await openSigned(once(message), ring.verificationKeys);
		if (signed === undefined) return;
		await drain(signed.content);
		await signed.judgement();
	},
	async Inspect(message, { ring }) {
		const { sessionKeys, work } = await inspectMessage(once(message));
		await openSessionKeys(sessionKeys, ring, work);
	},
};
