import { readFile } from 'node:fs/promises';
import {
	createMessage,
	decrypt,
	decryptKey,
	encrypt,
	readKeys,
	readMessage,
	readPrivateKeys,
	readSignature,
	sign,
	verify,
	type PrivateKey,
} from 'openpgp';
import type { AskedKeys, Question } from '../../../test/OpenPgp/fieldCases/question.mts';
import { passphrasesOf, verdict, type Peer } from './peer.mts';

/** The library alone, as it comes: what we add to it is the difference. */
export const openPgpJs: Peer = {
	name: 'OpenPGP.js',
	async version() {
		const { version } = JSON.parse(await readFile('node_modules/openpgp/package.json', 'utf8')) as {
			version: string;
		};
		return version;
	},
	async answer(question) {
		return verdict(await opens(question).catch(() => false));
	},
};

async function opens(question: Question): Promise<boolean> {
	const { privateKeys = '', publicKeys = '' } = question.keys;
	const known = publicKeys === '' ? [] : await readKeys({ armoredKeys: publicKeys });
	if (question.kind === 'encrypt') {
		await encrypt({ message: await createMessage({ text: 'x' }), encryptionKeys: known });
		return true;
	}
	if (question.kind === 'verify') return await isValid(question, known);
	const ours = privateKeys === '' ? [] : await readPrivateKeys({ armoredKeys: privateKeys });
	if (question.kind === 'read keys') return true;
	const unlocked = await unlock(ours, question.keys);
	if (question.kind === 'sign') {
		await sign({ message: await createMessage({ text: 'x' }), signingKeys: unlocked });
		return true;
	}
	const message = await messageOf(question.file);
	const { data, signatures } = await decrypt({
		message,
		decryptionKeys: unlocked,
		verificationKeys: known,
		format: 'binary',
	});
	for (const { keyID, verified } of signatures) {
		// Of a stranger's signature nobody can say anything.
		if (known.some((key) => key.getKeys(keyID).length > 0)) await verified;
	}
	return Buffer.from(data as Uint8Array).equals(question.content);
}

async function isValid(
	{ signed, content }: Question & { kind: 'verify' },
	verificationKeys: Awaited<ReturnType<typeof readKeys>>,
): Promise<boolean> {
	const isArmored = signed.includes('-----BEGIN');
	const { signatures } =
		content === undefined
			? await verify({ message: await messageOf(signed), verificationKeys, format: 'binary' })
			: await verify({
					message: await createMessage({ binary: new Uint8Array(content) }),
					signature: isArmored
						? await readSignature({ armoredSignature: signed.toString() })
						: await readSignature({ binarySignature: new Uint8Array(signed) }),
					verificationKeys,
					format: 'binary',
				});
	await Promise.all(signatures.map(async ({ verified }) => await verified));
	return signatures.length > 0;
}

const messageOf = async (file: Buffer) =>
	file.includes('-----BEGIN')
		? await readMessage({ armoredMessage: file.toString() })
		: await readMessage({ binaryMessage: new Uint8Array(file) });

async function unlock(keys: PrivateKey[], asked: AskedKeys): Promise<PrivateKey[]> {
	return await Promise.all(
		keys.map(async (privateKey) => {
			if (privateKey.isDecrypted()) return privateKey;
			const tries = passphrasesOf(asked).map(
				async (passphrase) => await decryptKey({ privateKey, passphrase }),
			);
			return await Promise.any(tries).catch(() => privateKey);
		}),
	);
}
