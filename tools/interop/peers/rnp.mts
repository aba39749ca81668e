import { passphrasesOf, verdict, type Peer } from './peer.mts';
import { isContent, putFiles, runProgram } from './program.mts';

/** RNP, of Thunderbird, with an empty home. */
export const rnp: Peer = {
	name: 'rnp',
	async version() {
		const { said } = await runProgram('rnp', ['--version'], { folder: '/tmp' });
		return /^rnp ([\d.]+)/m.exec(said)![1]!;
	},
	async answer(question, folder) {
		const { privateKeys = '', publicKeys = '' } = question.keys;
		const run = async (program: 'rnp' | 'rnpkeys', ...args: string[]) =>
			await runProgram(program, ['--homedir', folder, '--notty', ...args], { folder });
		const put = await putFiles(folder, { private: privateKeys, public: publicKeys });
		if (privateKeys !== '') await run('rnpkeys', '--import-keys', put.private);
		if (publicKeys !== '') await run('rnpkeys', '--import-keys', put.public);
		const listed = async (...more: string[]) => (await run('rnpkeys', '--list-keys', ...more)).said;
		const out = ['--overwrite', '--output', `${folder}/out`];
		if (question.kind === 'read keys') {
			const isPrivate = privateKeys === '' || /^sec /m.test(await listed('--secret'));
			return verdict(isPrivate && (publicKeys === '' || /^(pub|sec) /m.test(await listed())));
		}
		const { plain } = await putFiles(folder, { plain: 'x' });
		if (question.kind === 'encrypt') {
			const to = [...(await listed()).matchAll(/^(?:pub|sec) .*\n\s+([0-9a-f]{40,64})$/gm)];
			const recipients = to.flatMap(([, fingerprint]) => ['--recipient', fingerprint!]);
			if (recipients.length === 0) return 'refuses';
			return verdict((await run('rnp', '--encrypt', ...recipients, ...out, plain)).code === 0);
		}
		if (question.kind === 'sign') {
			return verdict((await run('rnp', '--password', 'none', '--sign', ...out, plain)).code === 0);
		}
		if (question.kind === 'verify') {
			const { signed } = await putFiles(folder, { signed: question.signed });
			if (question.content === undefined) return verdict((await run('rnp', '--verify', signed)).code === 0);
			const { content } = await putFiles(folder, { content: question.content });
			return verdict((await run('rnp', '--verify', signed, '--source', content)).code === 0);
		}
		const { file } = await putFiles(folder, { file: question.file });
		for (const passphrase of passphrasesOf(question.keys)) {
			// Without a passphrase it would ask for one; it needs none for keys that are not locked.
			const { code, said } = await run('rnp', '--password', passphrase || 'none', '--decrypt', ...out, file);
			// It ends with 0 also when a signature is wrong.
			const isOpened = code === 0 && !/\d+ invalid signature/.test(said);
			if (isOpened && (await isContent(`${folder}/out`, question.content))) return 'opens';
		}
		return 'refuses';
	},
};
