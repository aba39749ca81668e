import { createHash, randomBytes } from 'node:crypto';
import { armor, createMessage, encrypt, enums, readKey, readMessage } from 'openpgp';
import { frameSignature, frameSignedMessage } from './framePackets.mts';
import type { SignatureForm } from './knobs.mts';
import { signBytes } from './signBytes.mts';
import type { SignedDelivery, SigningTask } from './signDelivery.mts';

const headerName = 'x-tesouro-signature';
const json = { 'content-type': 'application/json' };
const plainText = { 'content-type': 'text/plain; charset=utf-8' };

/**
 * Every form that a PGP signature on a delivery may take. The documents say that there is one and that the customer's
 * key has to do with it, and nothing about header, encoding, or signed bytes; a receiver has to be tried with them all.
 */
export const signedForms: Record<SignatureForm, (task: SigningTask) => Promise<SignedDelivery>> = {
	async none({ carried }) {
		return { headers: json, body: Buffer.from(carried) };
	},

	async 'detached-header'(task) {
		const signature = await signDetached(Buffer.from(task.signed), task);
		const headers = { ...json, [headerName]: signature.toString('base64') };
		return { headers, body: Buffer.from(task.carried) };
	},

	async 'detached-header-armored'(task) {
		const signature = armorBytes(enums.armor.signature, await signDetached(Buffer.from(task.signed), task));
		// A header holds no line breaks: they travel as the two characters \ and n.
		const headers = { ...json, [headerName]: signature.trim().replace(/\r?\n/g, '\\n') };
		return { headers, body: Buffer.from(task.carried) };
	},

	async 'inline-signed-body'(task) {
		const message = await signInline(task, task.carried);
		return { headers: plainText, body: Buffer.from(armorBytes(enums.armor.message, message)) };
	},

	async 'cleartext-signed-body'(task) {
		const canonical = Buffer.from(task.signed.replace(/\r?\n/g, '\r\n'));
		const signing = { ...task.signing, type: enums.signature.text as const };
		const data = frameSignature(await signBytes(canonical, signing));
		const hash = enums.read(enums.hash, task.signing.hash).toUpperCase();
		const body = armorBytes(enums.armor.signed, { hash, text: task.carried, data });
		return { headers: plainText, body: Buffer.from(body) };
	},

	async 'signed-and-encrypted-body'(task) {
		const signature = await signBytes(Buffer.from(task.signed), task.signing);
		const binaryMessage = frameSignedMessage(Buffer.from(task.carried), signature);
		const message = await readMessage({ binaryMessage });
		// openpgp leaves what follows the content unread until the content is; here it must be there already.
		message.packets.push(signature);
		const encryptionKeys = await readRecipient(task);
		return { headers: plainText, body: Buffer.from(await encrypt({ message, encryptionKeys })) };
	},

	async 'json-field'(task) {
		// The signature holds what it signs: nobody has to guess how the JSON around it was written.
		const signature = armorBytes(enums.armor.message, await signInline(task, task.intended));
		const body = JSON.stringify({ ...JSON.parse(task.carried), signature }, null, 2);
		return { headers: json, body: Buffer.from(body) };
	},

	/** RFC 3156, section 5: the signature is over the first part with its headers and with CRLF line ends. */
	async 'multipart-signed'(task) {
		const boundary = `sandbox-${randomBytes(12).toString('hex')}`;
		const part = (text: string) => `Content-Type: application/json\r\n\r\n${text}`.replace(/\r?\n/g, '\r\n');
		const signature = await signDetached(Buffer.from(part(task.signed)), task);
		const micalg = `pgp-${enums.read(enums.hash, task.signing.hash)}`;
		const type = `multipart/signed; micalg=${micalg}; protocol="application/pgp-signature"; boundary=${boundary}`;
		const body = [
			`--${boundary}`,
			part(task.carried),
			`--${boundary}`,
			'Content-Type: application/pgp-signature; name="signature.asc"',
			'',
			armorBytes(enums.armor.signature, signature).trim().replace(/\r?\n/g, '\r\n'),
			`--${boundary}--`,
			'',
		];
		return { headers: { 'content-type': type }, body: Buffer.from(body.join('\r\n')) };
	},

	/** The literal reading: "Tesouro will use the public key to … sign the message sent to the webhook endpoint". */
	async 'encrypted-proof-header'(task) {
		const algorithm = enums.read(enums.hash, task.signing.hash);
		const text = createHash(algorithm).update(task.signed).digest('hex');
		const proof = await encrypt({
			message: await createMessage({ text }),
			encryptionKeys: await readRecipient(task),
			format: 'binary',
		});
		const headers = { ...json, [headerName]: Buffer.from(proof).toString('base64') };
		return { headers, body: Buffer.from(task.carried) };
	},
};

async function signDetached(bytes: Buffer, { signing }: SigningTask): Promise<Buffer> {
	return frameSignature(await signBytes(bytes, signing));
}

async function signInline({ signed, signing }: SigningTask, content: string): Promise<Buffer> {
	return frameSignedMessage(Buffer.from(content), await signBytes(Buffer.from(signed), signing));
}

/** With the checksum that RFC 9580 made optional: gpg complains of armour without it. */
function armorBytes(type: enums.armor, content: object): string {
	return armor(type, content, undefined, undefined, undefined, true);
}

async function readRecipient({ encryptTo }: SigningTask) {
	if (encryptTo) return readKey({ armoredKey: encryptTo });
	throw new Error('This form encrypts to the customer: set encryptTo to an armoured public key first.');
}
