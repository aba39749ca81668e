import { generateKey, readKey } from 'openpgp';
import { credentialData, startStage, type Stage } from './stage.mts';
import { captureDelivery, send } from './capturedDelivery.mts';
import { leaks } from './secrets.mts';
import { end, trigger } from './workflow.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());

async function make<T extends 'tesouroApi' | 'openPgpKeyApi'>(
	type: T,
	change: Partial<ReturnType<typeof credentialData>[T]> = {},
) {
	const data = { ...credentialData(stage.sandbox, stage.key)[type], ...change };
	return { id: await stage.n8n.createCredential({ name: 'Tried', type, data }), name: 'Tried' };
}

describe('the Tesouro credential', () => {
	it('passes its test with the right secret', async () => {
		const { status, message } = await stage.n8n.testCredential((await make('tesouroApi')).id);
		expect(status).toBe('OK');
		// Part by part.
		for (const part of [
			'API: Tesouro accepts',
			'Decryption: Private key',
			'Signatures: ',
			'Notifications: ',
		]) {
			expect(message).toContain(part);
		}
	});

	it('fails its test with a wrong secret, and n8n says so', async () => {
		const { id } = await make('tesouroApi', { clientSecret: 'not the secret' });
		const { status, message } = await stage.n8n.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toMatch(/client|secret|credential/i);
		expect(message).not.toContain('not the secret');
	});
});

describe('the OpenPGP credential', () => {
	it('is described key by key, with fingerprint and expiry', async () => {
		const provider = await generateKey({
			userIDs: [{ name: 'Provider' }],
			keyExpirationTime: 400 * 24 * 3600,
			format: 'armored',
		});
		const expiring = await readKey({ armoredKey: provider.publicKey });
		const expires = (await expiring.getExpirationTime()) as Date;
		const { id } = await make('openPgpKeyApi', { publicKeys: provider.publicKey });
		const { status, message } = await stage.n8n.testCredential(id);
		expect(status).toBe('OK');
		expect(message).toMatch(new RegExp(`Private key ${stage.key.fingerprint} \\(.*4096, does not expire\\)`));
		expect(message).toContain(expiring.getFingerprint().toUpperCase());
		expect(message).toContain(`expires on ${expires.toISOString().slice(0, 10)}`);
	});

	it('fails its test with a wrong passphrase, and says so', async () => {
		const { id } = await make('openPgpKeyApi', { passphrase: 'not the passphrase' });
		const { status, message } = await stage.n8n.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toContain('does not open with the passphrase');
		expect(message).not.toContain('not the passphrase');
	});
});

describe('a trigger', () => {
	it('is not activated without a key to verify with', async () => {
		const tesouroApi = await make('tesouroApi', { publicKeys: '' });
		const delivery = await captureDelivery(stage.sandbox, await stage.sandbox.makeReport({ rows: 1 }));
		const node = trigger();
		await expect(stage.publish([node, end], { tesouroApi })).rejects.toThrow(
			'The trigger cannot tell genuine deliveries from forged ones',
		);
		const url = `${stage.n8n.url}/webhook/${node.webhookId}/webhook`;
		expect((await send(url, delivery)).status).toBe(404);
	});
});

it('no secret appears in the log, the database or the data of executions', async () => {
	expect(stage.tokens.size).toBeGreaterThan(0);
	expect(await leaks(stage)).toEqual([]);
});
