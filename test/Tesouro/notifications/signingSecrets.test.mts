import { readSigningSecrets } from '../../../nodes/Tesouro/notifications/signingSecrets';
import { tesouroSigningTest } from '../../../nodes/Tesouro/notifications/testSigningSecrets';

const one = 'the secret that Tesouro shared';
const other = 'the secret of the year before';

describe('the signing secrets of a credential', () => {
	it('are read without the spaces and line ends of pasting, with their key IDs where there are any', () => {
		const { secrets, problems } = readSigningSecrets({
			signingSecret: `  ${one}\r\n`,
			keyId: ' prod-key-2026-01\n',
			previousSecret: other,
		});
		expect(secrets).toEqual([{ secret: one, keyId: 'prod-key-2026-01' }, { secret: other }]);
		expect(problems).toEqual([]);
	});

	it('are none when nothing is filled in, which is no problem of the credential', () => {
		expect(readSigningSecrets({})).toEqual({ secrets: [], unusable: [], problems: [] });
		expect(readSigningSecrets({ signingSecret: ' ', previousSecret: '' }).secrets).toEqual([]);
	});

	it('leave out what can be guessed, and say so without showing it', () => {
		const { secrets, unusable, problems } = readSigningSecrets({
			signingSecret: 'fifteen letters',
			previousSecret: one,
		});
		expect(secrets).toEqual([{ secret: one }]);
		expect(unusable).toEqual(problems);
		expect(problems.join()).toContain('Signing Secret has fewer than 16 characters');
		expect(problems.join()).not.toContain('fifteen letters');
	});

	it('say when a key ID stands alone', () => {
		const { unusable, problems } = readSigningSecrets({ signingSecret: one, previousKeyId: 'old' });
		expect(problems).toEqual([expect.stringContaining('Previous Signing Secret is empty') as string]);
		expect(unusable).toEqual([]);
	});
});

describe('the test of the credential', () => {
	const test = async (data: Record<string, string>) =>
		await tesouroSigningTest.call({} as never, { id: '1', name: 'x', type: 'tesouroSigningApi', data });

	it('is passed by one secret, and by two', async () => {
		expect(await test({ signingSecret: one, keyId: 'prod-key-2026-01' })).toEqual({
			status: 'OK',
			message: expect.stringContaining('the secret prod-key-2026-01 (30 characters)') as string,
		});
		const { status, message } = await test({ signingSecret: one, previousSecret: other });
		expect([status, message]).toEqual(['OK', expect.stringContaining('and a secret without key ID')]);
		expect(message).not.toContain(one);
	});

	it.each([
		[{}, 'There is no secret yet'],
		[{ signingSecret: 'short' }, 'fewer than 16 characters'],
		[{ signingSecret: one, previousSecret: one }, 'Both secrets are the same'],
	])('is failed by %j', async (data, reason) => {
		expect(await test(data as Record<string, string>)).toEqual({
			status: 'Error',
			message: expect.stringContaining(reason) as string,
		});
	});
});
