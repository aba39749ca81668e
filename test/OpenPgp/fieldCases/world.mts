import { generateKey, type PrivateKey } from 'openpgp';
import type { INodeCredentialTestResult, INodeExecutionData } from 'n8n-workflow';
import { OpenPgp } from '../../../nodes/OpenPgp/OpenPgp.node';
import { encryptBytes, type Wish } from '../messages.mts';
import { newKey } from '../newKey.mts';
import { GnuPg } from '../operations/gnuPg.mts';
import { asText, factsOf, noFile, OpenPgpNode } from '../operations/openPgpNode.mts';
import type { Question } from './question.mts';

export const csv = Buffer.from('ID,NAME,AMOUNT\r\n1,"Jörg ""J."" Müller",10.00\r\n'.repeat(60));

export type Credential = Record<string, string>;

export interface Opening {
	keys?: Credential;
	/** The name of the encrypted file. */
	name?: string;
	/** The name of what comes out is told. */
	isNameTold?: boolean;
	options?: object;
	/** What has to come out; the CSV unless told. */
	content?: Buffer;
	isText?: boolean;
}

/** The node in n8n's engine, keys of everybody, and a gpg. */
export class World {
	private constructor(
		readonly node: OpenPgpNode,
		readonly gpg: GnuPg,
		/** Ours: Ed25519 and Curve25519, not locked. */
		readonly ours: PrivateKey,
		/** The sender's. */
		readonly sender: PrivateKey,
		readonly stranger: PrivateKey,
		/** Is told what each case asks, so that other programs can be asked the same. */
		private readonly hear: (question: Question) => void,
	) {}

	static async start(hear: (question: Question) => void = () => undefined): Promise<World> {
		const [ours, sender, stranger] = await Promise.all([
			newKey('Customer'),
			newKey('Sender', { type: 'rsa', rsaBits: 2048 }),
			newKey('Stranger'),
		]);
		const gpg = await GnuPg.start();
		await gpg.import(ours.toPublic().armor());
		return new World(await OpenPgpNode.start(), gpg, ours, sender, stranger, hear);
	}

	async stop(): Promise<void> {
		await this.node.stop();
		await this.gpg.stop();
	}

	get keys(): Credential {
		return { privateKeys: this.ours.armor(), publicKeys: this.sender.toPublic().armor() };
	}

	/** A file to us, or to somebody else. */
	async encrypt(wish: Partial<Wish> = {}): Promise<Buffer> {
		return await encryptBytes(csv, { to: [this.ours.toPublic()], ...wish });
	}

	/** What Decrypt says of a file. */
	async open(file: Buffer | string, given: Opening = {}): Promise<string> {
		const { keys = this.keys, name = 'report.csv.pgp', options = {}, content = csv } = given;
		this.hear({ kind: 'open', file: Buffer.from(file as Buffer), content, keys });
		const item = given.isText
			? noFile
			: await this.node.itemWith({ data: [Buffer.from(file as Buffer), name] });
		const parameters = { ...(given.isText && asText(String(file))), options };
		const { items, error, left } = await this.node.run('file.decrypt', [item], parameters, { keys });
		if (error !== undefined) return sayError(error, left);
		const [made] = items;
		const bytes = given.isText ? Buffer.from(String(made!.json.text)) : await this.node.read(made!);
		if (!bytes.equals(content)) return `OTHER CONTENT: ${bytes.subarray(0, 40).toString('hex')}`;
		const { fileName, signature, warnings = [] } = factsOf(made!) as unknown as Opened;
		return [
			given.isNameTold ? `Opens as ${fileName}.` : 'Opens.',
			...(signature.verdict === 'none' ? [] : [`Signature: ${signature.verdict}.`]),
			...warnings.map((warning) => `Warning: ${warning}`),
		]
			.map(mask)
			.join(' ');
	}

	/** What the test of the credential says, without the descriptions of good keys. */
	async test(data: Credential): Promise<string> {
		this.hear({ kind: 'read keys', keys: data });
		const { openPgpKeyTest } = new OpenPgp().methods.credentialTest;
		const result = (await openPgpKeyTest.call(
			{} as never,
			{ id: '1', name: 'Keys', type: 'openPgpKeyApi', data } as never,
		)) as INodeCredentialTestResult;
		if (result.status === 'Error') return `Credential test: Error: ${mask(result.message)}`;
		const notes = result.message
			.split(/ (?=Note: |Signatures: |Decryption: )/)
			.filter((part) => part.startsWith('Note: '));
		return mask(['Credential test: fine.', ...notes].join(' '));
	}

	/** A key as it is pasted: the test of the credential, then a file to that key. */
	async paste(privateKeys: string, more: Credential = {}, file?: Buffer): Promise<string> {
		const keys = { privateKeys, ...more };
		const opened = await this.open(file ?? (await this.encrypt()), { keys });
		return `${await this.test(keys)} File: ${opened}`;
	}

	/** What another operation says, in one line. */
	async use(
		name: 'file.encrypt' | 'file.sign' | 'file.verify',
		parameters: Record<string, string>,
		{ item = noFile, keys = {} }: { item?: INodeExecutionData; keys?: Credential } = {},
	): Promise<INodeExecutionData | string> {
		await this.hearUse(name, item, { publicKeys: parameters.recipientKeys ?? '', ...keys });
		const result = await this.node.run(
			name,
			[item],
			{ ...parameters },
			Object.keys(keys).length > 0 ? { keys } : {},
		);
		return result.error === undefined ? result.items[0]! : sayError(result.error, result.left);
	}

	private async hearUse(name: string, item: INodeExecutionData, keys: Credential): Promise<void> {
		if (name === 'file.encrypt') return this.hear({ kind: 'encrypt', keys });
		if (name === 'file.sign') return this.hear({ kind: 'sign', keys });
		if (item.binary === undefined) return;
		const data = await this.node.read(item);
		if (item.binary.signature === undefined) return this.hear({ kind: 'verify', signed: data, keys });
		this.hear({ kind: 'verify', signed: await this.node.read(item, 'signature'), content: data, keys });
	}
}

interface Opened {
	fileName: string;
	signature: { verdict: string };
	warnings?: string[];
}

const sayError = ({ message, description }: { message: string; description?: string | null }, left: number) =>
	mask(`Error: ${message}. → ${description ?? 'NO REMEDY'}${left > 0 ? ` ${left} FILES LEFT` : ''}`);

/** Keys and days differ from run to run. */
export const mask = (text: string) =>
	text
		.replace(/\b[0-9A-F]{40,64}\b/g, 'FINGERPRINT')
		.replace(/\b[0-9A-F]{16}\b/g, 'KEY')
		.replace(/\b20\d\d-\d\d-\d\d\b/g, 'DATE');

/** A key that the library makes only when its rules are loosened. */
export async function oldKey(name: string, options: object, config: object): Promise<PrivateKey> {
	const { privateKey } = await generateKey({
		...options,
		userIDs: [{ name }],
		format: 'object',
		config: config as never,
	});
	return privateKey;
}
