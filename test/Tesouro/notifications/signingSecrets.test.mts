import { readSigningSecrets } from '../../../nodes/Tesouro/notifications/signingSecrets';
import { judgeParts } from '../../../nodes/shared/run/credentialParts';
import { signingPart } from '../../../nodes/Tesouro/notifications/signingPart';

const one = 'the secret that Tesouro shared';
const other = 'the secret of the year before';

describe('the signing secrets of a credential', () => {
	it('are read without pasted spaces and line ends, with their key IDs if there are any', () => {
		const { secrets, problems } = readSigningSecrets({
			signingSecret: `  ${one}\r\n`,
			signingKeyId: ' prod-key-2026-01\n',
			previousSigningSecret: other,
		});
		expect(secrets).toEqual([{ secret: one, keyId: 'prod-key-2026-01' }, { secret: other }]);
		expect(problems).toEqual([]);
	});

	it('may be missing, which is not a problem of the credential', () => {
		expect(readSigningSecrets({})).toEqual({ secrets: [], unusable: [], problems: [] });
		expect(readSigningSecrets({ signingSecret: ' ', previousSigningSecret: '' }).secrets).toEqual([]);
	});

	it('leave out a guessable one, and say so without showing it', () => {
		const { secrets, unusable, problems } = readSigningSecrets({
			signingSecret: 'fifteen letters',
			previousSigningSecret: one,
		});
		expect(secrets).toEqual([{ secret: one }]);
		expect(unusable).toEqual(problems);
		expect(problems.join()).toContain('Signing Secret has fewer than 16 characters');
		expect(problems.join()).not.toContain('fifteen letters');
	});

	it('report a key ID without a secret', () => {
		const { unusable, problems } = readSigningSecrets({ signingSecret: one, previousSigningKeyId: 'old' });
		expect(problems).toEqual([expect.stringContaining('Previous Signing Secret is empty') as string]);
		expect(unusable).toEqual([]);
	});
});

describe('the test of the credential', () => {
	const test = (data: Record<string, string>) => judgeParts([signingPart(data)]);

	it('passes with one secret, and with two', () => {
		expect(test({ signingSecret: one, signingKeyId: 'prod-key-2026-01' })).toEqual({
			status: 'OK',
			message: expect.stringContaining('the secret prod-key-2026-01 (30 characters)') as string,
		});
		const { status, message } = test({ signingSecret: one, previousSigningSecret: other });
		expect([status, message]).toEqual(['OK', expect.stringContaining('and a secret without key ID')]);
		expect(message).not.toContain(one);
	});

	it.each([
		[{}, 'Error', 'Nothing is filled in yet'],
		[{ signingSecret: 'short' }, 'Error', 'fewer than 16 characters'],
		[{ signingSecret: 'short', previousSigningSecret: one }, 'OK', 'Note: Signing Secret has fewer'],
		[{ signingSecret: one, previousSigningSecret: one }, 'OK', 'Note: Both secrets are the same'],
	])('answers for %j: %s, %s', (data, status, reason) => {
		expect(test(data as Record<string, string>)).toEqual({
			status,
			message: expect.stringContaining(reason) as string,
		});
	});
});
