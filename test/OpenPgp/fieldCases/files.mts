import { gzipSync } from 'node:zlib';
import { enums } from 'openpgp';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptBytes, encryptPackets, encryptUnprotected, sealUnprotected } from '../messages.mts';
import { newKey } from '../newKey.mts';
import type { FieldCase, FieldCases } from './fieldCase.mts';
import { armorOf } from './oddKeys.mts';
import { csv, type World } from './world.mts';

const lf = (text: string) => text.replace(/\r\n/g, '\n');

/** What happens to an armoured file on its way. */
const armored: Record<string, [what: string, mangle: (armor: string) => string | Buffer]> = {
	F01a: [
		'UTF-16, little endian, with its mark (PowerShell `>`)',
		(armor) => Buffer.from(`\uFEFF${armor}`, 'utf16le'),
	],
	F01b: ['UTF-16, big endian', (armor) => Buffer.from(`\uFEFF${armor}`, 'utf16le').swap16()],
	F01c: ['UTF-8 with a byte order mark', (armor) => `\uFEFF${armor}`],
	F02d: ['base64 of the armour', (armor) => Buffer.from(armor).toString('base64')],
	F14: [
		'a header name with spaces (BCPG C#)',
		(armor) => withHeader(armor, 'Independent Software Pty. Ltd. 2017: 1.0'),
	],
	F14b: ['a header without a colon', (armor) => withHeader(armor, 'made by our server')],
	F14c: ['no blank line', (armor) => lf(armor).replace('\n\n', '\n')],
	F14d: ['two blank lines', (armor) => lf(armor).replace('\n\n', '\n\n\n')],
	F14e: [
		'a line of blanks below the headers',
		(armor) => withHeader(armor, 'Version: 1').replace('\n\n', '\n  \n'),
	],
	F14f: ['a comment in Latin-1', (armor) => Buffer.from(withHeader(armor, 'Comment: für Köln'), 'latin1')],
	F15a: [
		'a mail around it',
		(armor) =>
			`From: a@example.test\r\nSubject: report\r\n\r\nDear customer,\r\n\r\n${armor}\r\n-- \r\nYours`,
	],
	F15b: ['`<pre>` in front of BEGIN', (armor) => `<html><body><pre>${armor}</pre></body></html>`],
	F15c: ['quoted with `> `', (armor) => lf(armor).replace(/^/gm, '> ')],
	F15d: ['indented', (armor) => lf(armor).replace(/^/gm, '    ')],
	F15e: ['on one line, blanks for line breaks', (armor) => lf(armor).replace(/\n/g, ' ')],
	F15f: ['on one line, `\\n` written out', (armor) => lf(armor).replace(/\n/g, '\\n')],
	F15g: ['CR alone', (armor) => lf(armor).replace(/\n/g, '\r')],
	F15h: ['"Here it is:" in front of BEGIN on its line', (armor) => `Here it is: ${armor}`],
	F15i: ['en dashes', (armor) => armor.replace(/-----/g, '\u2013-\u2013-\u2013')],
	F15j: ['a mail with `<br>`', (armor) => `<div>Hello<br>${lf(armor).replace(/\n/g, '<br>\n')}</div>`],
	F15k: ['quoted-printable (`=3D`)', (armor) => lf(armor).replace(/=/g, '=3D')],
	F15l: ['as a string of a JSON document', (armor) => JSON.stringify({ file: armor })],
	F16: ['a wrong checksum', (armor) => armor.replace(/\n=[A-Za-z0-9+/]{4}/, '\n=AAAA')],
	F25: ['cut off in the middle', (armor) => armor.slice(0, armor.length / 2)],
	F25b: ['without its END line', (armor) => armor.replace(/-----END.*\s*/, '')],
	F25c: [
		'one character changed',
		(armor) => {
			const lines = lf(armor).split('\n');
			const middle = Math.floor(lines.length / 2);
			lines[middle] = lines[middle]!.replace(
				/^(.{10})./,
				(_, start: string) => `${start}${lines[middle]![10] === 'A' ? 'B' : 'A'}`,
			);
			return lines.join('\n');
		},
	],
};

const withHeader = (armor: string, header: string) =>
	lf(armor).replace(/^(-----BEGIN.*-----)\n(?:Version.*\n)?/, `$1\n${header}\n`);

const armoredFiles: FieldCases = Object.fromEntries(
	Object.entries(armored).map(([id, [what, mangle]]): [string, FieldCase] => [
		id,
		{
			what: `Armoured file: ${what}`,
			run: async (world) =>
				await world.open(Buffer.from(mangle((await world.encrypt({ armored: true })).toString()) as Buffer)),
		},
	]),
);

/** What happens to a binary file on its way. */
const binary: Record<string, [what: string, mangle: (bytes: Buffer) => string | Buffer]> = {
	F02a: ['base64', (bytes) => bytes.toString('base64')],
	F02b: ['base64url', (bytes) => bytes.toString('base64url')],
	F02c: ['hexadecimal', (bytes) => bytes.toString('hex')],
	F02e: ['base64 in JSON', (bytes) => JSON.stringify({ name: 'report', data: bytes.toString('base64') })],
	F02f: ['base64 with line breaks (MIME)', (bytes) => bytes.toString('base64').replace(/(.{76})/g, '$1\r\n')],
	F02g: ['a `data:` address', (bytes) => `data:application/octet-stream;base64,${bytes.toString('base64')}`],
	F02h: ['base64 of base64', (bytes) => Buffer.from(bytes.toString('base64')).toString('base64')],
	F03b: ['two messages one behind the other', (bytes) => Buffer.concat([bytes, bytes])],
	F12: ['0 bytes', () => ''],
	F12b: ['blanks alone', () => '\r\n\r\n'],
	F12c: ['its first 40 bytes', (bytes) => bytes.subarray(0, 40)],
	F12d: ['cut off by 100 bytes', (bytes) => bytes.subarray(0, -100)],
	F12e: ['zero bytes behind it', (bytes) => Buffer.concat([bytes, Buffer.alloc(64)])],
	F17: ['read as UTF-8 on its way', (bytes) => bytes.toString('utf8')],
	F17b: ['written as UTF-8, octet by octet', (bytes) => bytes.toString('latin1')],
	F18: [
		'FTP in ASCII mode (LF became CRLF)',
		(bytes) =>
			Buffer.concat([
				bytes.subarray(0, 300),
				Buffer.from(`${bytes.toString('latin1', 300)}\n`.replace(/\n/g, '\r\n'), 'latin1'),
			]),
	],
	F18b: [
		'one byte changed near its end',
		(bytes) => Object.assign(Buffer.from(bytes), { [bytes.length - 30]: bytes.at(-30)! ^ 1 }),
	],
	F19: ['in a ZIP', () => Buffer.concat([Buffer.from('PK\u0003\u0004'), csv])],
	F19b: ['in gzip', (bytes) => gzipSync(bytes)],
	F21a: ['a CSV that is not encrypted', () => csv],
	F21b: ['a login page', () => '<!DOCTYPE html><html><body><form>Login</form></body></html>'],
	F21c: ['the JSON of an error', () => '{"error":"not found","status":404}'],
	F21d: ['an XML error', () => '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
	F21e: [
		'S/MIME',
		() => 'MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB',
	],
	F21f: ['age', () => 'age-encryption.org/v1\n-> X25519 abc\n'],
	F21g: ['a PDF', () => '%PDF-1.7\n%\u00e2\u00e3'],
	F21h: [
		'an SSH key',
		() => '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
	],
	F21i: ['an XLSX', () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)])],
	F21j: ['an HTTP error as text', () => '404 page not found\n'],
	F21k: ['random bytes', () => Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7919 + 3) % 127))],
	F27: ['`gpg --enarmor` (ARMORED FILE)', (bytes) => armorOf('ARMORED FILE', bytes)],
	F27b: ['one part of several', (bytes) => armorOf('MESSAGE, PART 01/02', bytes)],
};

const binaryFiles: FieldCases = Object.fromEntries(
	Object.entries(binary).map(([id, [what, mangle]]): [string, FieldCase] => [
		id,
		{
			what: `File: ${what}`,
			run: async (world) => await world.open(Buffer.from(mangle(await world.encrypt()) as Buffer)),
		},
	]),
);

const toUs = (world: World) => [world.ours.toPublic()];
const others = async (count: number) => {
	const one = await newKey('Other');
	return Array.from({ length: count }, () => one.toPublic());
};

const opened = (
	what: string,
	make: (world: World) => Promise<Buffer>,
	given: Parameters<World['open']>[1] = {},
): FieldCase => ({
	what,
	run: async (world) => await world.open(await make(world), given),
});

const kinds: FieldCases = {
	F03a: opened('Two armoured messages in a row', async (world) => {
		const one = await world.encrypt({ armored: true });
		return Buffer.concat([one, one]);
	}),
	F04: opened(
		'To 200 recipients, ours last',
		async (world) => await world.encrypt({ to: [...(await others(199)), ...toUs(world)] }),
	),
	F04b: opened(
		'To 300 recipients, ours last',
		async (world) => await world.encrypt({ to: [...(await others(299)), ...toUs(world)] }),
	),
	F05: opened(
		'Without integrity protection (SDS E-Business Server)',
		async (world) => await encryptUnprotected(csv, world.ours.toPublic()),
	),
	F05b: opened(
		'The same, signed, with Compatibility > No Integrity Protection, If Signed',
		async (world) =>
			await sealUnprotected(await signedBySender(world, enums.hash.sha512), world.ours.toPublic()),
		{ options: { compatibility: ['unprotected'] } },
	),
	F05c: opened(
		'The same, not signed, with that option',
		async (world) => await encryptUnprotected(csv, world.ours.toPublic()),
		{ options: { compatibility: ['unprotected'] } },
	),
	...Object.fromEntries(
		['AES', 'AES192', '3DES', 'CAST5', 'BLOWFISH', 'TWOFISH', 'CAMELLIA256', 'IDEA'].flatMap((cipher) => {
			const make = async ({ gpg }: World) =>
				(
					await gpg.run(['--cipher-algo', cipher, '--recipient', 'Customer', '--encrypt', 'file'], {
						file: csv,
					})
				).output;
			const isOld = /BLOW|TWO|CAM|IDEA/.test(cipher);
			return [
				[`F06 ${cipher}`, opened(`With the cipher ${cipher}, by gpg`, make)],
				...(isOld
					? [
							[
								`F06 ${cipher}, allowed`,
								opened(`With the cipher ${cipher}, with Compatibility > Old Ciphers`, make, {
									options: { compatibility: ['oldCiphers'] },
								}),
							],
						]
					: []),
			];
		}),
	),
	F08: {
		what: 'Encrypted twice',
		run: async (world) => {
			const inner = await world.encrypt();
			const file = await encryptBytes(inner, { to: toUs(world) });
			return await world.open(file, { content: inner, name: 'report.csv.pgp.pgp', isNameTold: true });
		},
	},
	F09: {
		what: 'gzip inside, in `report.csv.pgp`',
		run: async (world) => {
			const content = gzipSync(csv);
			return await world.open(await encryptBytes(content, { to: toUs(world) }), {
				content,
				isNameTold: true,
			});
		},
	},
	F09b: {
		what: 'tar inside, in `statement.pgp`',
		run: async (world) => {
			const content = Buffer.alloc(1024);
			content.write('report.csv', 0);
			content.write('ustar', 257);
			const file = await encryptBytes(content, { to: toUs(world) });
			return await world.open(file, { content, name: 'statement.pgp', isNameTold: true });
		},
	},
	...Object.fromEntries(
		(
			[
				['F10a', '/etc/cron.d/report.csv', 'a path of Unix'],
				['F10b', 'C:\\temp\\out\\report.csv', 'a path of Windows'],
				['F10c', '_CONSOLE', '`_CONSOLE` (for your eyes only)'],
				['F10d', '\u202Efdp.exe', 'characters that turn the direction of the text'],
				['F10e', 'Müller.csv', 'an umlaut'],
				['F10f', '', 'nothing'],
				['F10g', '..', 'two points'],
			] as const
		).flatMap(([id, fileName, what]) => [
			[
				id,
				opened(
					`The name inside is ${what}, outside \`download\``,
					async (world) => await world.encrypt({ fileName }),
					{
						name: 'download',
						isNameTold: true,
					},
				),
			],
			[
				`${id} outside`,
				opened(`The same, outside \`payload.pgp\``, async (world) => await world.encrypt({ fileName }), {
					name: 'payload.pgp',
					isNameTold: true,
				}),
			],
		]),
	),
	F11: opened('Text mode, by gpg', async ({ gpg }) => {
		const { output } = await gpg.run(['--textmode', '--recipient', 'Customer', '--encrypt', 'file'], {
			file: csv,
		});
		return output;
	}),
	F20a: opened(
		'Signed, not encrypted, binary',
		async (world) => await signedBySender(world, enums.hash.sha512),
	),
	F20b: opened('Signed, not encrypted, armoured', async (world) =>
		Buffer.from(armorOf('MESSAGE', await signedBySender(world, enums.hash.sha512))),
	),
	F20c: opened('A public key', async (world) => Buffer.from(world.sender.toPublic().armor())),
	F20d: opened('A public key, binary', async (world) => Buffer.from(world.sender.toPublic().write())),
	F20e: opened('A private key', async (world) => Buffer.from(world.stranger.armor())),
	F20f: opened('A detached signature, armoured', async (world) => {
		const item = await world.node.itemWith({ data: [csv, 'report.csv'] });
		const made = await world.node.succeed(
			'file.sign',
			item,
			{ form: 'detached', format: 'armored' },
			{ keys: world.keys },
		);
		return await world.node.read(made, 'signature');
	}),
	F20g: opened('A text with a signature below (cleartext)', async (world) => {
		const made = await world.node.succeed(
			'file.sign',
			{ json: {} },
			{ input: 'text', text: 'Hello', form: 'cleartext' },
			{ keys: world.keys },
		);
		return Buffer.from(String(made.json.text));
	}),
	F21p: opened(
		'With a password, and none in the credential',
		async () => await encryptBytes(csv, { passwords: ['open sesame'] }),
	),
	F22: opened('To somebody else', async (world) => await world.encrypt({ to: [world.stranger.toPublic()] })),
	F22b: opened(
		'To somebody else, hidden',
		async (world) => await world.encrypt({ to: [world.stranger.toPublic()], hidden: true }),
	),
	F22c: opened('To us, hidden', async (world) => await world.encrypt({ hidden: true })),
	F22d: {
		what: 'Files to us, and no private key in the credential',
		run: async (world) =>
			await world.open(await world.encrypt(), { keys: { publicKeys: world.sender.toPublic().armor() } }),
	},
	F23: opened(
		'Signed with SHA-1 by a known key',
		async (world) => await sealedBySender(world, enums.hash.sha1),
	),
	F23a: opened(
		'The same with Compatibility > SHA-1 Signatures',
		async (world) => await sealedBySender(world, enums.hash.sha1),
		{ options: { compatibility: ['sha1Signatures'] } },
	),
	F23b: opened(
		'Signed with SHA-512 by a known key',
		async (world) => await sealedBySender(world, enums.hash.sha512),
	),
	...Object.fromEntries(
		[
			['dsa2048', 'DSA'],
			['rsa1024', 'RSA 1024'],
			['brainpoolP256r1', 'Brainpool'],
			['secp256k1', 'secp256k1'],
		].map(([algorithm, name]) => [
			`F23 ${name}`,
			{
				what: `Signed by a known key of ${name}, by gpg`,
				run: async (world: World) => await openSigned(world, algorithm!),
			},
		]),
	),
	F23d: opened('Signed by a stranger', async (world) => await world.encrypt({ signedBy: [world.stranger] })),
	F23e: opened('The signature does not belong to the content', async (world) => {
		const signature = await signBytes(Buffer.from('other'), { key: world.sender, hash: enums.hash.sha512 });
		return await encryptPackets(frameSignedMessage(csv, signature), world.ours.toPublic(), 'AES');
	}),
	F26: {
		what: 'Two items with On Error > Continue: a file that is not encrypted, then a good one',
		run: async (world) => await continueAfterBad(world),
	},
	F28: {
		what: 'As a text, quoted with `> `',
		run: async (world) => {
			const armor = (await world.encrypt({ armored: true })).toString();
			return await world.open(lf(armor).replace(/^/gm, '> '), { isText: true });
		},
	},
	F28b: {
		what: 'As a text, base64 of the binary file',
		run: async (world) => await world.open((await world.encrypt()).toString('base64'), { isText: true }),
	},
	F28c: {
		what: 'As a text, `\\n` written out',
		run: async (world) => {
			const armor = (await world.encrypt({ armored: true })).toString();
			return await world.open(lf(armor).replace(/\n/g, '\\n'), { isText: true });
		},
	},
	F30: {
		what: 'Hidden recipient, 20 keys of ours',
		run: async (world) => {
			const keys = [world.ours];
			while (keys.length < 20) keys.unshift(await newKey('Older'));
			return await world.open(await world.encrypt({ hidden: true }), {
				keys: { privateKeys: keys.map((key) => key.armor()).join('\n') },
			});
		},
	},
};

async function continueAfterBad(world: World): Promise<string> {
	const bad = await world.node.itemWith({ data: [csv, 'bad.csv.pgp'] });
	const good = await world.node.itemWith({ data: [await world.encrypt(), 'good.csv.pgp'] });
	const options = { keys: world.keys, onError: 'continueRegularOutput' } as const;
	const { items } = await world.node.run('file.decrypt', [bad, good], {}, options);
	const [failed, opened] = items;
	const isGood = items.length === 2 && (await world.node.read(opened!)).equals(csv);
	const isKept = (await world.node.read(failed!)).equals(csv);
	return `${isGood ? 'Opens' : 'LOSES'} the good one. The bad one continues ${isKept ? 'with' : 'WITHOUT'} its file: ${JSON.stringify(failed!.json)}`;
}

const signedBySender = async ({ sender }: Pick<World, 'sender'>, hash: enums.hash.sha1 | enums.hash.sha512) =>
	Buffer.from(frameSignedMessage(csv, await signBytes(csv, { key: sender, hash })));

const sealedBySender = async (world: World, hash: enums.hash.sha1 | enums.hash.sha512) =>
	await encryptPackets(await signedBySender(world, hash), world.ours.toPublic(), 'AES');

/** Signed and encrypted by gpg, with a key of an old kind. */
async function openSigned(world: World, algorithm: string): Promise<string> {
	const user = `signs-${algorithm}@example.test`;
	await world.gpg.run([
		'--pinentry-mode',
		'loopback',
		'--passphrase',
		'',
		'--quick-gen-key',
		user,
		algorithm,
		'sign',
		'never',
	]);
	const publicKeys = (await world.gpg.run(['--armor', '--export', user])).output.toString();
	const args = ['--local-user', user, '--sign', '--recipient', 'Customer', '--encrypt', 'file'];
	const { output } = await world.gpg.run(args, { file: csv });
	return await world.open(output, { keys: { ...world.keys, publicKeys } });
}

export const files: FieldCases = { ...armoredFiles, ...binaryFiles, ...kinds };
