import type { PrivateKey } from 'openpgp';
import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { readKeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { collect, once } from '../../../nodes/shared/files/streams';
import { encryptBytes } from '../messages.mts';
import { newKey } from '../newKey.mts';

const plaintext = Buffer.from('id,name\n');
const TRIES_AT_MOST = 64;

let ours: PrivateKey;
let stranger: PrivateKey;
beforeAll(async () => {
	ours = await newKey('Customer', { type: 'rsa', rsaBits: 2048 });
	stranger = await newKey('Stranger', { type: 'rsa', rsaBits: 2048 });
});

/** The session key packet that the message begins with, and the rest. With RSA, its length takes two octets. */
async function split(to: PrivateKey, hidden: boolean) {
	const bytes = await encryptBytes(plaintext, { to: [to.toPublic()], hidden });
	const end = bytes[1]! < 192 ? bytes[1]! + 2 : ((bytes[1]! - 192) << 8) + bytes[2]! + 192 + 3;
	return { sessionKey: bytes.subarray(0, end), data: bytes.subarray(end) };
}

const ringOf = async (...keys: PrivateKey[]) =>
	await readKeyRing({ privateKeys: keys.map((key) => key.armor()).join('\n') });

/** How long the process did nothing else at the longest, and how often it came to something else. */
async function whileWatching(work: () => Promise<unknown>) {
	let turns = 0;
	const timer = setInterval(() => turns++, 1);
	const result = await work().catch((error: Error) => error);
	clearInterval(timer);
	return { result, turns };
}

const repeat = (bytes: Buffer, times: number) => Array.from({ length: times }, () => bytes);

it('our session key is found after many hidden ones that are not for us', async () => {
	const { sessionKey, data } = await split(ours, true);
	const { sessionKey: other } = await split(stranger, true);
	const bytes = Buffer.concat([...repeat(other, TRIES_AT_MOST - 1), sessionKey, data]);
	const { plaintext: opened } = await decrypt(once(bytes), await ringOf(ours));
	expect((await collect(opened)).equals(plaintext)).toBe(true);
});

it('our session key is tried before all hidden ones when it is named', async () => {
	const { sessionKey, data } = await split(ours, false);
	const { sessionKey: other } = await split(stranger, true);
	const bytes = Buffer.concat([...repeat(other, 200), sessionKey, data]);
	await expect(decrypt(once(bytes), await ringOf(ours))).resolves.toHaveProperty('plaintext');
});

it('a flood of hidden session keys is refused, and lets the process do other work meanwhile', async () => {
	const { sessionKey, data } = await split(stranger, true);
	const bytes = Buffer.concat([...repeat(sessionKey, 250), data]);
	const ring = await ringOf(ours);
	const { result, turns } = await whileWatching(async () => await decrypt(once(bytes), ring));
	expect(result).toMatchObject({
		message: expect.stringMatching(/encrypted to 250 hidden recipients; your keys are/) as string,
	});
	expect(turns).toBeGreaterThan(TRIES_AT_MOST / 2);
	expect(turns).toBeLessThan(TRIES_AT_MOST * 20);
});

it('a flood of session keys that claim to be for us is refused, too', async () => {
	// A try with an elliptic curve costs little, so only their number stops them.
	const key = await newKey('Customer');
	const { sessionKey, data } = await split(key, false);
	const wrong = Buffer.from(sessionKey);
	wrong[wrong.length - 1]! ^= 1;
	const ring = await ringOf(key);
	const after = async (tries: number) => {
		const bytes = Buffer.concat([...repeat(wrong, tries), sessionKey, data]);
		return await decrypt(once(bytes), ring);
	};
	await expect(after(TRIES_AT_MOST - 1)).resolves.toHaveProperty('plaintext');
	await expect(after(TRIES_AT_MOST)).rejects.toThrow(/does not open it/);
});

it('an error stays short with many recipients', async () => {
	const { sessionKey, data } = await split(stranger, false);
	const bytes = Buffer.concat([...repeat(sessionKey, 250), data]);
	const error = (await decrypt(once(bytes), await ringOf(ours)).catch((thrown: Error) => thrown)) as Error;
	expect(error.message).toMatch(/encrypted to ([0-9A-F]{16}, ){10}240 more; your keys are/);
});
