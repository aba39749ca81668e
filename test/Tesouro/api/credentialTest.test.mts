import { generateKey } from 'openpgp';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import { proxyRequestToAxios } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import type { TesouroCredential } from '../../../nodes/Tesouro/api/credential';
import { tesouroApiTest } from '../../../nodes/Tesouro/api/testTesouroApi';
import type { Knobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { credentialOf } from './apiStage.mts';

let sandbox: Sandbox;
let own: { privateKey: string; publicKey: string };
beforeAll(async () => {
	sandbox = await startSandbox();
	own = await generateKey({
		userIDs: [{ name: 'Customer' }],
		passphrase: 'correct horse',
		format: 'armored',
	});
});
beforeEach(() => sandbox.configure({ knobs: { graphql: 'ok', tokenEndpoint: 'ok' } }));
afterAll(async () => await sandbox.close());

/** As n8n gives it to credential tests: the older helper alone. */
const context = {
	helpers: {
		request: async (options: object) => await proxyRequestToAxios(undefined, undefined, undefined, options),
	},
} as unknown as ICredentialTestFunctions;

const test = async (data: Partial<TesouroCredential>) =>
	await tesouroApiTest.call(context, { id: '1', name: 'T', type: 'tesouroApi', data: data as never });

const ok = (text: string) => ({ status: 'OK', message: expect.stringContaining(text) as string });
const error = (text: string | RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(text) as string,
});

describe('the test of the Tesouro credential', () => {
	it('says of each part whether it is there, whether it works, and what it is for', async () => {
		const { status, message } = await test({
			...credentialOf(sandbox),
			privateKeys: own.privateKey,
			passphrase: 'correct horse',
			publicKeys: sandbox.publicKey,
		});
		expect(status).toBe('OK');
		expect(message).toMatch(/^API: Tesouro accepts the client ID and secret\. Decryption: Private key /);
		expect(message).toMatch(/Signatures: Provider's public key .*\. Notifications: empty; needed for /);
	});

	it.each<[string, () => Partial<TesouroCredential>, string]>([
		['the client alone', () => credentialOf(sandbox), 'Signatures: empty'],
		[
			'Tesouro’s public key alone',
			() => ({ publicKeys: sandbox.publicKey }),
			'API: empty; needed for reports',
		],
		[
			'a signing secret alone',
			() => ({ signingSecret: 'a secret that Tesouro shared' }),
			'Notifications: a secret',
		],
		[
			'a passphrase alone, and says what is next',
			() => ({ passphrase: 'correct horse' }),
			'Tesouro node, resource Key, operation Generate, with this credential',
		],
	])('accepts %s', async (_, data, text) => expect(await test(data())).toEqual(ok(text)));

	it('fails when nothing is filled in', async () => {
		expect(await test({ environment: 'production' })).toEqual(
			error(/^Nothing is filled in yet\. API: empty/),
		);
	});

	it('fails with the part that does not work first, and shows no secret', async () => {
		const result = await test({
			...credentialOf(sandbox),
			clientSecret: 'not the secret',
			publicKeys: sandbox.publicKey,
		});
		expect(result).toEqual(
			error(/^API: Tesouro does not accept the client ID and secret.*Signatures: Provider/),
		);
		expect(result.message).not.toContain('not the secret');
	});

	it('reports half of a key beside a whole one as a note', async () => {
		const half = sandbox.publicKey.slice(0, 300) + '\n-----END PGP PUBLIC KEY BLOCK-----';
		const { status, message } = await test({ publicKeys: `${sandbox.publicKey}\n${half}` });
		expect([status, message]).toEqual(['OK', expect.stringContaining('Note: Block 2 under "Provider\'s')]);
		expect(await test({ publicKeys: half })).toEqual(error(/^Signatures: Block 1 under/));
	});

	it('says when the provider’s key is the user’s own, and what follows if there is no other', async () => {
		const keys = { privateKeys: own.privateKey, passphrase: 'correct horse' };
		const alone = await test({ ...keys, publicKeys: own.publicKey });
		expect(alone).toEqual(ok('is your own key'));
		expect(alone).toEqual(ok('deliveries and files that must be signed are refused'));
		const both = await test({ ...keys, publicKeys: `${own.publicKey}\n${sandbox.publicKey}` });
		expect(both).toEqual(ok('is your own key'));
		expect(both.message).not.toContain('must be signed are refused');
		expect((await test({ ...keys, publicKeys: sandbox.publicKey })).message).not.toContain('is your own');
	});

	it('also says so of a private key that the passphrase does not open', async () => {
		const keys = { privateKeys: own.privateKey, passphrase: 'wrong', publicKeys: own.publicKey };
		expect(await test(keys)).toEqual(error(/is your own key/));
	});

	it('says which part of the client is missing', async () => {
		expect(await test({ ...credentialOf(sandbox), clientSecret: '' })).toEqual(
			error(/has no client ID and secret/),
		);
	});

	it.each<[Partial<Knobs>, RegExp]>([
		[{ graphql: 'login-page' }, /unknown format.*Check the base URL/],
		[{ graphql: 'forbidden-field' }, /refused the request/],
		[{ graphql: 'service-error' }, /could not answer/],
		[{ graphql: 'several-errors' }, /did not accept the request|refused/],
	])('fails for status 200 and %j', async (knobs, message) => {
		sandbox.configure({ knobs });
		expect(await test(credentialOf(sandbox))).toEqual(error(message));
	});
});
