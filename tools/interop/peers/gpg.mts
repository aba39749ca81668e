import type { Question } from '../../../test/OpenPgp/fieldCases/question.mts';
import { passphrasesOf, verdict, type Peer, type Verdict } from './peer.mts';
import { isContent, putFiles, runProgram } from './program.mts';

const status = ['--status-fd', '1', '--trust-model', 'always'];
/** What makes of an opened file a refused one. An unknown signer does not, nor does a key that was tried first for nothing. */
const refusal = /DECRYPTION_FAILED|BADSIG|BADMDC|REVKEYSIG|UNEXPECTED|NODATA/;

/** In a GNUPGHOME of its own, whose agent is ended afterwards. */
export const gpg: Peer = {
	name: 'gpg',
	async version() {
		const { said } = await runProgram('gpg', ['--version'], { folder: '/tmp' });
		return /^gpg .* ([\d.]+)/.exec(said)![1]!;
	},
	async answer(question, folder) {
		try {
			return await ask(question, folder);
		} finally {
			await runProgram('gpgconf', ['--kill', 'all'], { folder });
		}
	},
};

async function ask(question: Question, folder: string): Promise<Verdict> {
	const { privateKeys = '', publicKeys = '' } = question.keys;
	const put = await putFiles(folder, { 'private.asc': privateKeys, 'public.asc': publicKeys });
	const run = async (args: string[], input = '') =>
		await runProgram('gpg', ['--batch', '--yes', '--pinentry-mode', 'loopback', ...status, ...args], {
			folder,
			input,
		});
	if (privateKeys !== '') await run(['--import', put['private.asc']]);
	if (publicKeys !== '') await run(['--import', put['public.asc']]);
	const listed = async (command: string) => (await run(['--with-colons', command])).said;
	const out = `${folder}/out`;
	if (question.kind === 'read keys') {
		const isPrivate = privateKeys === '' || /^sec:/m.test(await listed('--list-secret-keys'));
		const isPublic = publicKeys === '' || /^pub:/m.test(await listed('--list-keys'));
		return verdict(isPrivate && isPublic);
	}
	if (question.kind === 'encrypt') {
		const to = [...(await listed('--list-keys')).matchAll(/^pub:.*\n(?:.*\n)*?fpr:+([0-9A-F]+):/gm)];
		const recipients = to.flatMap(([, fingerprint]) => ['--recipient', fingerprint!]);
		if (recipients.length === 0) return 'refuses';
		const { plain } = await putFiles(folder, { plain: 'x' });
		return verdict((await run([...recipients, '--output', out, '--encrypt', plain])).code === 0);
	}
	if (question.kind === 'sign') {
		const { plain } = await putFiles(folder, { plain: 'x' });
		return verdict((await run(['--passphrase', '', '--output', out, '--sign', plain])).code === 0);
	}
	if (question.kind === 'verify') {
		const { signed } = await putFiles(folder, { signed: question.signed });
		const beside = question.content && (await putFiles(folder, { content: question.content })).content;
		const { code, said } = await run(['--verify', signed, ...(beside === undefined ? [] : [beside])]);
		return verdict(code === 0 && said.includes('VALIDSIG'));
	}
	const { file } = await putFiles(folder, { file: question.file });
	for (const passphrase of passphrasesOf(question.keys)) {
		const { code, said } = await run(
			['--passphrase-fd', '0', '--output', out, '--decrypt', file],
			`${passphrase}\n`,
		);
		const isOpened = code === 0 || said.includes('DECRYPTION_OKAY');
		if (isOpened && !refusal.test(said) && (await isContent(out, question.content))) return 'opens';
	}
	return 'refuses';
}
