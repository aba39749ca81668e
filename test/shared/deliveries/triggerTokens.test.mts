import { tokenPart } from '../../../nodes/shared/deliveries/tokenPart';
import { isToken, readTriggerTokens } from '../../../nodes/shared/deliveries/triggerTokens';
import { judgeParts } from '../../../nodes/shared/run/credentialParts';

const token = '0123456789abcdef';
const other = 'fedcba9876543210';

const verdictOf = (data: Record<string, string>) =>
	judgeParts([tokenPart(data, 'at the end of the webhook URL')]);

describe('the test of the token credential', () => {
	it.each([
		[{ token }, 'OK', /one token, expected at the end of the webhook URL or in the header X-Webhook-Token/],
		[{ token: ` ${token}\n`, previousToken: other }, 'OK', /two tokens/],
		[{ token, headerName: 'X-Own' }, 'OK', /X-Own/],
		[{}, 'Error', /^Nothing is filled in yet/],
		[{ token: token.slice(1) }, 'Error', /^Webhook token: Webhook Token has fewer than 16 characters/],
		[{ token, previousToken: 'short' }, 'OK', /one token.* Note: Previous Webhook Token has fewer/],
		[{ token: 'with/slash/within/it' }, 'Error', /mean something else/],
		[{ token: 'ünïcödé-ünïcödé-ünïcödé' }, 'Error', /mean something else/],
		[{ token, headerName: 'X Own:' }, 'Error', /is not a header name/],
	])('answers for %j: %s', (data, status, message) => {
		const verdict = verdictOf(data as Record<string, string>);
		expect(verdict).toEqual({ status, message: expect.stringMatching(message) as string });
		for (const secret of Object.values(data)) {
			if (!secret.startsWith('X')) expect(verdict.message).not.toContain(secret);
		}
	});
});

it('a token is compared as a whole, and an empty text never matches', () => {
	const tokens = readTriggerTokens({ token, previousToken: other });
	expect([token, other].map((text) => isToken(text, tokens))).toEqual([true, true]);
	for (const text of [undefined, '', token.slice(1), `${token} `, `${token}${other}`, token.toUpperCase()]) {
		expect(isToken(text, tokens)).toBe(false);
	}
	expect(isToken('', readTriggerTokens({}))).toBe(false);
	expect(isToken(undefined, readTriggerTokens({}))).toBe(false);
});
