import { verdict, type Peer } from './peer.mts';
import { isContent, putFiles, runProgram } from './program.mts';

/** Sequoia. It takes a key's passphrase from a terminal only, so locked keys are not asked of it. */
export const sq: Peer = {
	name: 'sq',
	async version() {
		const { said } = await runProgram('sq', ['--version'], { folder: '/tmp' });
		return /^sq ([\d.]+)/.exec(said)![1]!;
	},
	async answer(question, folder) {
		const { privateKeys = '', publicKeys = '', passphrase = '' } = question.keys;
		if (passphrase !== '' && question.kind !== 'read keys') return 'cannot be asked';
		const { private: secret, public: known } = await putFiles(folder, {
			private: privateKeys,
			public: publicKeys,
		});
		const run = async (...args: string[]) => await runProgram('sq', args, { folder });
		const signers = publicKeys === '' ? [] : ['--signer-cert', known];
		const out = ['--output', `${folder}/out`];
		if (question.kind === 'read keys') {
			const reads = async (file: string, sign: RegExp) => {
				const { code, said } = await run('inspect', file);
				return code === 0 && sign.test(said);
			};
			const isPrivate = privateKeys === '' || (await reads(secret, /Secret key:/));
			return verdict(isPrivate && (publicKeys === '' || (await reads(known, /Fingerprint:/))));
		}
		if (question.kind === 'encrypt') {
			const { plain } = await putFiles(folder, { plain: 'x' });
			return verdict((await run('encrypt', '--recipient-cert', known, ...out, plain)).code === 0);
		}
		if (question.kind === 'sign') {
			const { plain } = await putFiles(folder, { plain: 'x' });
			return verdict((await run('sign', '--signer-key', secret, ...out, plain)).code === 0);
		}
		if (question.kind === 'verify') {
			const { signed } = await putFiles(folder, { signed: question.signed });
			if (question.content === undefined)
				return verdict((await run('verify', ...signers, ...out, signed)).code === 0);
			const { content } = await putFiles(folder, { content: question.content });
			return verdict((await run('verify', ...signers, '--detached', signed, content)).code === 0);
		}
		const { file } = await putFiles(folder, { file: question.file });
		const keys = privateKeys === '' ? [] : ['--recipient-key', secret];
		// Without a signature it opens a file all the same.
		const { code } = await run('decrypt', '--signatures', '0', ...signers, ...keys, ...out, file);
		return verdict(code === 0 && (await isContent(`${folder}/out`, question.content)));
	},
};
