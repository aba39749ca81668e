import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { readKeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { collect, once } from '../../../nodes/shared/files/streams';
import { encryptBytes } from '../messages.mts';

const csv = Buffer.from('ID,AMOUNT\n1,2.00\n');

const open = async (messagePasswords: string) => {
	const bytes = await encryptBytes(csv, { passwords: ['correct horse battery'] });
	const opened = await decrypt(once(bytes), await readKeyRing({ messagePasswords }));
	return (await collect(opened.plaintext)).toString();
};

describe('a file encrypted with a password', () => {
	it.each([
		['alone', 'correct horse battery'],
		['on the second line', 'another one\ncorrect horse battery'],
	])('opens with the password %s', async (_, passwords) => {
		expect(await open(passwords)).toBe(csv.toString());
	});

	it('is refused with a wrong password, and says so', async () => {
		await expect(open('wrong')).rejects.toThrow(/none of the message passwords of the credential opens it/);
	});

	it('is refused without a password, and says where to enter it', async () => {
		await expect(open('')).rejects.toThrow(/encrypted with a password, not to a key/);
	});
});
