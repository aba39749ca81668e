import type { FieldCase, FieldCases } from './fieldCase.mts';
import { Scratch, type Needed } from './program.mts';
import { csv, type World } from './world.mts';

/** A program whose key and whose files are tried both ways. */
interface Program {
	needs: Needed;
	name: string;
	/** Makes a key without a passphrase; answers with its private and its public half. */
	newKey(scratch: Scratch): Promise<{ secret: string; known: string }>;
	/** Encrypts the file `plain` to its own key; answers in bytes, each made in another way. */
	encrypt(scratch: Scratch): Promise<Buffer[]>;
	/** Opens the file `theirs`. */
	decrypt(scratch: Scratch): Promise<string>;
}

const rnp: Program = {
	needs: 'rnp',
	name: 'rnp',
	async newKey(scratch) {
		const keys = ['--homedir', '.', '--notty'];
		await scratch.run('rnpkeys', [...keys, '--password', '', '--generate-key', '--userid', 'Partner']);
		const exported = async (...args: string[]) =>
			await scratch.run('rnpkeys', [...keys, '--export-key', ...args, 'Partner']);
		return { secret: await exported('--secret'), known: await exported() };
	},
	async encrypt(scratch) {
		return await inWays(
			scratch,
			'rnp',
			[['-z', '0'], ['--zlib'], ['-z', '0', '--sign'], ['--zlib', '--sign']],
			{
				common: ['--homedir', '.', '--notty', '--encrypt', '--recipient', 'Partner', '--overwrite'],
			},
		);
	},
	async decrypt(scratch) {
		return await scratch.run('rnp', ['--homedir', '.', '--notty', '--output', '-', '--decrypt', 'theirs']);
	},
};

const sq: Program = {
	needs: 'sq',
	name: 'sq',
	async newKey(scratch) {
		await scratch.run('sq', ['key', 'generate', '--userid', 'Partner', '--export', 'secret']);
		const known = await scratch.run('sq', ['key', 'extract-cert', 'secret']);
		return { secret: (await scratch.read('secret')).toString(), known };
	},
	async encrypt(scratch) {
		const signed = ['--signer-key', 'secret'];
		const [none, zlib] = [
			['--compression', 'none'],
			['--compression', 'zlib'],
		];
		return await inWays(scratch, 'sq', [none!, zlib!, [...none!, ...signed], [...zlib!, ...signed]], {
			common: ['--force', 'encrypt', '--recipient-cert', 'secret'],
		});
	},
	async decrypt(scratch) {
		return await scratch.run('sq', ['decrypt', '--recipient-key', 'secret', 'theirs']);
	},
};

const pgPainless: Program = {
	needs: 'pgpainless-cli',
	name: 'PGPainless',
	async newKey(scratch) {
		const secret = await scratch.run('pgpainless-cli', ['generate-key', 'Partner']);
		const known = await scratch.run('pgpainless-cli', ['extract-cert'], secret);
		await scratch.write('secret', secret);
		await scratch.write('known', known);
		return { secret, known };
	},
	async encrypt(scratch) {
		const run = async (...args: string[]) =>
			Buffer.from(await scratch.run('pgpainless-cli', ['encrypt', ...args, 'known'], csv.toString()));
		return [await run(), await run('--sign-with', 'secret')];
	},
	async decrypt(scratch) {
		const theirs = (await scratch.read('theirs')).toString();
		return await scratch.run('pgpainless-cli', ['decrypt', 'secret'], theirs);
	},
};

async function inWays(
	scratch: Scratch,
	command: string,
	ways: string[][],
	{ common }: { common: string[] },
): Promise<Buffer[]> {
	const files: Buffer[] = [];
	for (const way of ways) {
		await scratch.run(command, [...common, ...way, '--output', 'made', 'plain']);
		files.push(await scratch.read('made'));
	}
	return files;
}

const bothWays = ({ needs, name, newKey, encrypt, decrypt }: Program): FieldCase => ({
	what: `A key made by ${name}: files that it encrypts to its key (compressed or not, signed or not), and one that the node encrypts and signs`,
	needs,
	run: async (world) =>
		await Scratch.use(async (scratch) => {
			await scratch.write('plain', csv);
			const { secret, known } = await newKey(scratch);
			const sees = await world.test({ privateKeys: secret });
			const opened: string[] = [];
			for (const file of await encrypt(scratch)) {
				opened.push(await world.open(file, { keys: { privateKeys: secret, publicKeys: known } }));
			}
			const text = await encryptWithNode(world, known);
			await scratch.write('theirs', text);
			const back = (await decrypt(scratch)) === csv.toString() ? 'opens' : 'DOES NOT OPEN';
			return `${sees} File: ${opened.join(' ')} ${name} ${back} the other one.`;
		}),
});

async function encryptWithNode(world: World, recipientKeys: string): Promise<string> {
	const parameters = { input: 'text', text: csv.toString(), recipients: 'pasted', recipientKeys, sign: true };
	const made = await world.node.succeed('file.encrypt', { json: {} }, parameters, { keys: world.keys });
	return String(made.json.text);
}

export const otherPrograms: FieldCases = {
	'U01 rnp': bothWays(rnp),
	'U01 sq': bothWays(sq),
	'U01 PGPainless': bothWays(pgPainless),
};
