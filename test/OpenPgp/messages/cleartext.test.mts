import { armor, createCleartextMessage, enums, sign, unarmor, type PrivateKey } from 'openpgp';
import { openCleartext } from '../../../nodes/OpenPgp/messages/cleartext';
import { fileWork } from '../../../nodes/OpenPgp/fileWork';
import { newKey } from '../newKey.mts';

let key: PrivateKey;
beforeAll(async () => (key = await newKey('Provider')));

/** A signed text with its one signature repeated. */
async function signedBy(times: number): Promise<Buffer> {
	const made = await sign({ message: await createCleartextMessage({ text: 'pay 10' }), signingKeys: key });
	const at = made.indexOf('-----BEGIN PGP SIGNATURE-----');
	const { data } = await unarmor(made.slice(at));
	const packets = Buffer.concat(Array<Buffer>(times).fill(Buffer.from(data as Uint8Array)));
	return Buffer.from(made.slice(0, at) + armor(enums.armor.signature, packets));
}

it('a signed text may have sixteen signatures, and no work goes into more', async () => {
	const open = async (times: number) =>
		await openCleartext(await signedBy(times), [key.toPublic()], fileWork());
	const { content, signatures } = await open(16);
	expect(content.toString()).toBe('pay 10');
	expect(signatures.map(({ verdict }) => verdict)).toEqual(Array(16).fill('valid'));
	await expect(open(17)).rejects.toThrow('there are too many packets');
});
