import { newKey } from '../newKey.mts';
import { describeWithGpg, GnuPg } from './gnuPg.mts';
import { asText, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';
import type { PrivateKey } from 'openpgp';

const csv = Buffer.from('id,name\r\n1,Bäckerei \n2,x\n'.repeat(20_000));

describeWithGpg('with gpg on the other side', () => {
	let gpg: GnuPg;
	let node: OpenPgpNode;
	let ours: PrivateKey;
	let theirs: { publicKey: string; privateKey: string };
	let keys: Record<string, string>;

	beforeAll(async () => {
		gpg = await GnuPg.start();
		ours = await newKey('Customer');
		theirs = await gpg.newKey('Tesouro');
		await gpg.import(ours.toPublic().armor());
		keys = { privateKeys: ours.armor(), publicKeys: theirs.publicKey };
		node = await OpenPgpNode.start();
	});
	afterAll(async () => {
		await node.stop();
		await gpg.stop();
	});

	const item = async (bytes: Buffer = csv, name = 'report.csv') =>
		await node.itemWith({ data: [bytes, name] });

	/** Pairs that the node makes: of each kind one, since a pair of RSA 4096 takes seconds. */
	const passphrase = 'correct horse battery';
	const pairs = new Map<string, ReturnType<OpenPgpNode['succeed']>>();
	const pairOf = async (algorithm: string) => {
		const wish = { userName: `Made ${algorithm}`, algorithm, validDays: 30 };
		const made = pairs.get(algorithm) ?? node.succeed('key.generate', noFile, wish, { keys: { passphrase } });
		pairs.set(algorithm, made);
		return await made;
	};

	it.each(['rsa4096', 'curve25519'])(
		'gpg sees a key of %s as GnuPG before 2.4 makes it',
		async (algorithm) => {
			const made = await pairOf(algorithm);
			const { output } = await gpg.run(['--list-packets', 'key'], { key: String(made.json.publicKey) });
			const packets = output.toString();
			expect(packets).toMatch(/:public key packet:\n\tversion 4/);
			// Bit 1 alone: modification detection. Bit 2 would be OCB, bit 8 SEIPD version 2.
			expect([...packets.matchAll(/\(features: (\w+)\)/g)].map(([, bits]) => bits)).toEqual(['01']);
			expect(packets).not.toMatch(/pref-aead|subpkt 3[49]/);
		},
	);

	describe.each(['binary', 'armored'])('%s', (format) => {
		it.each(['none', 'zip', 'zlib'])(
			'gpg opens what was encrypted and signed, compression %s',
			async (compression) => {
				const made = await node.succeed(
					'file.encrypt',
					await item(),
					{ format, sign: true, options: { compression } },
					{
						keys,
					},
				);
				const { output, said } = await gpg.run(['--decrypt', 'file'], { file: await node.read(made) });
				expect(output.equals(csv)).toBe(true);
				expect(said).toContain('Good signature from "Customer"');
			},
		);

		it('gpg verifies a signed message', async () => {
			const made = await node.succeed('file.sign', await item(), { form: 'inline', format }, { keys });
			const { output, said } = await gpg.run(['--decrypt', 'file'], { file: await node.read(made) });
			expect(output.equals(csv)).toBe(true);
			expect(said).toContain('Good signature from "Customer"');
		});

		it('gpg verifies a detached signature', async () => {
			const made = await node.succeed('file.sign', await item(), { form: 'detached', format }, { keys });
			const files = { signature: await node.read(made, 'signature'), content: csv };
			const { said } = await gpg.run(['--verify', 'signature', 'content'], files);
			expect(said).toContain('Good signature from "Customer"');
		});

		const armor = format === 'armored' ? ['--armor'] : [];

		it.each(['0', '1', '2', '3'])(
			'a message signed by gpg is verified, compression %s',
			async (compression) => {
				const names = ['none', 'zip', 'zlib', 'bzip2'];
				const args = [...armor, '--compress-algo', names[Number(compression)]!, '--local-user', 'Tesouro'];
				const { output } = await gpg.run([...args, '--sign', 'file'], { file: csv });
				const made = await node.succeed('file.verify', await item(output, 'report.csv.gpg'), {}, { keys });
				expect((await node.read(made)).equals(csv)).toBe(true);
				expect(factsOf(made)).toMatchObject({ verdict: 'valid', signer: { userId: 'Tesouro' } });
			},
		);

		it.each([
			['bytes', []],
			['text', ['--textmode']],
		])('a detached signature by gpg over %s is verified', async (_, mode) => {
			const args = [...armor, ...mode, '--local-user', 'Tesouro', '--detach-sign', 'file'];
			const { output } = await gpg.run(args, { file: csv });
			const files = { data: [csv, 'report.csv'], signature: [output, 'report.csv.sig'] } as const;
			const made = await node.succeed(
				'file.verify',
				await node.itemWith(files as never),
				{ signatureForm: 'detached' },
				{ keys },
			);
			expect(factsOf(made)).toMatchObject({ verdict: 'valid' });
			const changed = await node.itemWith({
				data: [Buffer.from('other'), 'x'],
				signature: [output, 'x.sig'],
			});
			await node.fail('file.verify', changed, /is wrong/, { signatureForm: 'detached' }, { keys });
		});

		it('a file encrypted and signed by gpg is decrypted where a valid signature is required', async () => {
			const args = [
				...armor,
				'--recipient',
				'Customer',
				'--local-user',
				'Tesouro',
				'--sign',
				'--encrypt',
				'file',
			];
			const { output } = await gpg.run(args, { file: csv });
			const made = await node.succeed(
				'file.decrypt',
				await item(output),
				{ requireSignature: true },
				{ keys },
			);
			expect((await node.read(made)).equals(csv)).toBe(true);
			const facts = factsOf(
				await node.succeed('file.inspect', await item(output), { tryKeys: true }, { keys }),
			);
			expect(facts).toMatchObject({
				kind: 'encrypted',
				armored: format === 'armored',
				opensWithYourKeys: true,
				encryption: { packet: 'SEIPD v1', cipher: 'aes256' },
			});
		});
	});

	it('gpg verifies our cleartext, and we verify the cleartext of gpg', async () => {
		const text = 'Dear customer,\n- ready  \nBäckerei';
		const made = await node.succeed('file.sign', noFile, asText(text), { keys });
		const { said } = await gpg.run(['--decrypt', 'file'], { file: made.json.text as string });
		expect(said).toContain('Good signature from "Customer"');
		const { output } = await gpg.run(['--local-user', 'Tesouro', '--clear-sign', 'file'], { file: text });
		const verified = await node.succeed('file.verify', noFile, asText(output.toString()), { keys });
		expect(factsOf(verified)).toMatchObject({ verdict: 'valid', form: 'cleartext' });
		expect(verified.json.text).toContain('- ready');
	});

	it('nothing is compressed for a recipient whose software cannot undo it', async () => {
		const preferences = ['--default-preference-list', 'AES256 SHA512 Uncompressed'];
		const plain = await gpg.newKey('Plain', preferences);
		const recipientKeys = `${plain.publicKey}\n${theirs.publicKey}`;
		const made = await node.succeed('file.encrypt', await item(), { recipients: 'pasted', recipientKeys });
		expect(factsOf(made)).toMatchObject({ compression: 'none' });
		const { output } = await gpg.run(['--decrypt', 'file'], { file: await node.read(made) });
		expect(output.equals(csv)).toBe(true);
	});

	it('a key made by gpg is inspected', async () => {
		const { items } = await node.run(
			'key.inspect',
			[noFile],
			{},
			{ keys: { privateKeys: theirs.privateKey } },
		);
		expect(items[0]!.json).toMatchObject({
			userIds: ['Tesouro'],
			algorithm: 'rsaEncryptSign',
			daysLeft: expect.any(Number) as number,
			canSign: true,
		});
	});

	it.each(['curve25519', 'rsa4096'])(
		'gpg imports a generated pair of %s',
		async (algorithm) => {
			const name = `Made ${algorithm}`;
			const made = await pairOf(algorithm);
			await gpg.import((await node.read(made, 'privateKey')).toString(), passphrase);
			const { output } = await gpg.run(['--recipient', name, '--encrypt', 'file'], { file: csv });
			const privateKeys = (await node.read(made, 'privateKey')).toString();
			const opened = await node.succeed(
				'file.decrypt',
				await item(output),
				{},
				{ keys: { privateKeys, passphrase } },
			);
			expect((await node.read(opened)).equals(csv)).toBe(true);
			const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
			expect((await gpg.run([...unlock, '--decrypt', 'file'], { file: output })).output.equals(csv)).toBe(
				true,
			);
			await gpg.import((await node.read(made, 'revocationCertificate')).toString());
			await expect(gpg.run(['--recipient', name, '--encrypt', 'file'], { file: csv })).rejects.toThrow();
		},
		60_000,
	);

	it('a BZip2 bomb is stopped', async () => {
		const args = ['--compress-algo', 'bzip2', '--recipient', 'Customer', '--encrypt', 'file'];
		const { output } = await gpg.run(args, { file: Buffer.alloc(150_000_000) });
		expect(output.length).toBeLessThan(2_000);
		await node.fail('file.decrypt', await item(output), /compression bomb/, {}, { keys });
	}, 60_000);
});
