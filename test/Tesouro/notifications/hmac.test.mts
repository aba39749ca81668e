import { createHmac } from 'node:crypto';
import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { judgeHmac, type HmacRules } from '../../../nodes/Tesouro/notifications/hmacProof';

const body = Buffer.from('{"eventType":"LEDGER_TRANSACTION","attributes":{"note":"\u00fc"}}\n');
const NOW = new Date('2026-05-08T00:00:00.500Z');
const T = '1778198400';
const current = { keyId: 'prod-key-2026-01', secret: 'a secret that Tesouro shared' };
const previous = { keyId: 'prod-key-2025-07', secret: 'the secret of the year before' };
const rules: HmacRules = { secrets: [current], acceptsOlderForm: false, maxAgeMs: 300_000 };

const hmac = (secret: string, time = T, content: Buffer = body) =>
	createHmac('sha512', secret).update(`${time}.`).update(content).digest('hex').toUpperCase();
const good = hmac(current.secret);

type Headers = Record<string, string | string[] | undefined>;

const judge = (headers: Headers, changes: Partial<HmacRules> = {}, content: Buffer = body) =>
	judgeHmac(toDelivery(content, headers, NOW), { ...rules, ...changes });
const sign = (value: string) => ({ 'x-tesouro-signature': value });
const verified = (method = 'hmac-sha512', keyId: string | undefined = current.keyId) => ({
	kind: 'accepted',
	verification: { verdict: 'verified', method, signer: { keyId } },
});

describe('a notification that is signed', () => {
	it('is verified as documented, by the secret with our key ID', () => {
		const headers = { 'x-tesouro-key-id': current.keyId, 'x-tesouro-algorithm': 'hmac-sha512' };
		expect(judge({ ...sign(`t=${T},v1=${good}`), ...headers })).toEqual(verified());
	});

	it("is verified as Tesouro's own openssl recipe signs it", () => {
		// { printf '%s.' "$T"; cat request-body.json; } | openssl dgst -sha512 -hmac "$SECRET" -hex
		const printed =
			'bc84324648b9627fd62187fd4f88e4c078b0e9b7f4dcf79b0d1f5eda8264e6a9' +
			'65f02dabc53b0902895812e12bed7ec58924c5f4b61a619c7a2800ae4d5da291';
		expect(judge(sign(`t=${T},v1=${printed.toUpperCase()}`))).toEqual(verified());
	});

	it.each([
		['in lower case', `t=${T},v1=${good.toLowerCase()}`],
		['with spaces', ` t = ${T} , v1 = ${good} `],
		['in another order', `v1=${good},t=${T}`],
		['with schemes that nobody knows', `v0=abc,t=${T},v1=${good},v2=${good},x,=`],
		['beside a wrong one', `t=${T},v1=${hmac('another')},v1=${good}`],
		['beside one of another length', `t=${T},v1=abc,v1=${good}`],
	])('is verified %s', (_, value) => {
		expect(judge(sign(value))).toEqual(verified());
	});

	it('is verified whatever the letter case of the header name', () => {
		expect(judge({ 'X-Tesouro-Signature': `t=${T},v1=${good}` })).toEqual(verified());
	});

	it('names no signer when the secret has no key ID, whatever the unsigned header says', () => {
		const headers = { ...sign(`t=${T},v1=${good}`), 'x-tesouro-key-id': 'forged' };
		expect(judge(headers, { secrets: [{ secret: current.secret }] })).toEqual({
			kind: 'accepted',
			verification: { verdict: 'verified', method: 'hmac-sha512' },
		});
	});
});

describe('a notification is rejected', () => {
	const reasonOf = (headers: Headers, changes: Partial<HmacRules> = {}, content?: Buffer) => {
		const verdict = judge(headers, changes, content);
		return verdict.kind === 'rejected' ? verdict.reason : verdict.kind;
	};

	it.each([
		['without a time', sign(`v1=${good}`), /no time in seconds/],
		['with a time that is no number', sign(`t=now,v1=${good}`), /no time in seconds/],
		['with a negative time', sign(`t=-${T},v1=${hmac(current.secret, `-${T}`)}`), /no time in seconds/],
		['with a fraction of a second', sign(`t=${T}.5,v1=${hmac(current.secret, `${T}.5`)}`), /no time/],
		['with a time in hexadecimal', sign(`t=0x69fd2a00,v1=${good}`), /no time in seconds/],
		['with two times', sign(`t=${T},t=1,v1=${good}`), /more than one time/],
		[
			'with the header twice',
			{ 'x-tesouro-signature': [`t=${T},v1=${good}`, `t=${T},v1=${good}`] },
			/one time/,
		],
		['without a signature in the header', sign(`t=${T}`), /no signature of 128/],
		['with a signature cut short', sign(`t=${T},v1=${good.slice(0, 126)}`), /no signature of 128/],
		['with a signature too long', sign(`t=${T},v1=${good}00`), /no signature of 128/],
		['with digits that are not hexadecimal', sign(`t=${T},v1=${'G'.repeat(128)}`), /no signature of 128/],
		['with an empty signature', sign(`t=${T},v1=`), /no signature of 128/],
		['with a signature in a scheme of another name', sign(`t=${T},v2=${good}`), /no signature of 128/],
		['with a flood of signatures', sign(`t=${T}${`,v1=${good}`.repeat(17)}`), /more than 16/],
		['with another secret', sign(`t=${T},v1=${hmac('another')}`), /none of the signing secrets/],
		['with another time than was signed', sign(`t=${Number(T) + 1},v1=${good}`), /none of the signing/],
		[
			'with a signature over the body alone',
			sign(`t=${T},v1=${createHmac('sha512', current.secret).update(body).digest('hex')}`),
			/none of the signing secrets/,
		],
	])('%s', (_, headers, reason) => {
		expect(reasonOf(headers)).toMatch(reason);
	});

	it.each(['hmac-sha256', 'none', '', 'hmac-sha512, none'])('when it names the algorithm "%s"', (name) => {
		const headers = { ...sign(`t=${T},v1=${good}`), 'x-tesouro-algorithm': name };
		// An empty header says nothing.
		if (name === '') expect(judge(headers)).toEqual(verified());
		else expect(reasonOf(headers)).toContain('names another algorithm than hmac-sha512');
	});

	it('when any bit of the body differs', () => {
		for (let bit = 0; bit < body.length * 8; bit += 7) {
			const other = Buffer.from(body);
			other[bit >> 3]! ^= 1 << (bit & 7);
			expect(reasonOf(sign(`t=${T},v1=${good}`), {}, other)).toMatch(/none of the signing secrets/);
		}
	});

	it('when the same JSON is written in another way', () => {
		const same = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 2));
		expect(reasonOf(sign(`t=${T},v1=${good}`), {}, same)).toMatch(/none of the signing secrets/);
	});

	it('without any secret', () => {
		expect(reasonOf(sign(`t=${T},v1=${hmac('')}`), { secrets: [] })).toMatch(/none of the signing secrets/);
	});

	it('only if every given secret is usable: until then it is undecided', () => {
		const unusableSecrets = ['Signing Secret has fewer than 16 characters.'];
		expect(judge(sign(`t=${T},v1=${hmac('another')}`), { unusableSecrets })).toEqual({
			kind: 'undecided',
			reason: expect.stringContaining(unusableSecrets[0]!) as string,
		});
		const older = createHmac('sha512', 'another').update(body).digest('hex');
		expect(judge(sign(older), { unusableSecrets, acceptsOlderForm: true }).kind).toBe('undecided');
		expect(judge(sign(`t=${T},v1=${good}`), { unusableSecrets })).toEqual(verified());
	});

	it('and the reason says that the credential lacks the key ID, without quoting it', () => {
		const headers = { ...sign(`t=${T},v1=${hmac('x')}`), 'x-tesouro-key-id': `new\nkey${'y'.repeat(999)}` };
		const reason = reasonOf(headers);
		expect(reason).toContain('it names a key ID that is not in the credential');
		expect(reason).not.toContain('yyy');
		const known = { ...headers, 'x-tesouro-key-id': current.keyId };
		expect(reasonOf(known)).not.toContain('it names a key ID');
	});

	it('and no reason contains the secret or the signature', () => {
		for (const headers of [sign(`t=${T},v1=${hmac('x')}`), sign(`t=1,v1=${hmac(current.secret, '1')}`)]) {
			const reason = reasonOf(headers);
			expect(reason).not.toContain(current.secret);
			expect(reason).not.toMatch(/[0-9a-f]{32}/i);
		}
	});
});

// What is rejected gets a 4xx, and Tesouro does not deliver that again.
describe('a notification is undecided, so it starts nothing and comes again', () => {
	const older = createHmac('sha512', current.secret).update(body).digest('hex');

	it.each<[string, Headers, RegExp]>([
		['without any signature', {}, /carries no header x-tesouro-signature.*ask its implementation team/],
		['with an empty header', sign(''), /carries no header/],
		['with the older header alone', { 'x-webhook-signature': older }, /Accept the Older Signature/],
		['with the older form in the newer header', sign(older), /Accept the Older Signature/],
		['with nonsense in the older header', { 'x-webhook-signature': 'aa' }, /carries no header/],
		[
			'with the newer form in the older header',
			{ 'x-webhook-signature': `t=${T},v1=${good}` },
			/carries no header/,
		],
	])('%s', (_, headers, reason) => {
		expect(judge(headers)).toEqual({
			kind: 'undecided',
			reason: expect.stringMatching(reason) as string,
		});
	});
});

describe('the replay window', () => {
	const at = (seconds: number) => {
		const time = String(Number(T) + seconds);
		return sign(`t=${time},v1=${hmac(current.secret, time)}`);
	};

	it.each([
		[-299, true],
		[-300, false],
		[300, true],
		[301, false],
		[-86_400, false],
		[86_400, false],
	])('of 300 seconds decides about a signature made %d seconds from now', (seconds, isAccepted) => {
		// Half a second has passed since T.
		expect(judge(at(seconds)).kind).toBe(isAccepted ? 'accepted' : 'undecided');
	});

	it('makes no difference to a wrong signature', () => {
		const time = String(Number(T) - 3600);
		expect(judge(sign(`t=${time},v1=${hmac('another', time)}`)).kind).toBe('rejected');
	});

	it('says how far off the time was, and in which direction', () => {
		expect(judge(at(-3600))).toMatchObject({ reason: expect.stringContaining('3601 seconds ago') as string });
		expect(judge(at(3600))).toMatchObject({
			reason: expect.stringContaining('ahead of our clock') as string,
		});
	});

	it('can be switched off', () => {
		expect(judge(at(-86_400), { maxAgeMs: undefined })).toEqual(verified());
	});

	it('says nothing about the time of a wrong signature', () => {
		expect(judge(sign(`t=1,v1=${good}`))).toMatchObject({
			reason: expect.stringContaining('none of the signing secrets') as string,
		});
	});
});

describe('two secrets', () => {
	const both = { secrets: [current, previous] };

	it.each([current, previous])('are accepted at the same time: $keyId', ({ secret, keyId }) => {
		expect(judge(sign(`t=${T},v1=${hmac(secret)}`), both)).toEqual(verified('hmac-sha512', keyId));
	});

	it('are accepted whatever key ID the delivery names, even none or the wrong one', () => {
		for (const named of [previous.keyId, 'unknown', undefined]) {
			const headers = { ...sign(`t=${T},v1=${good}`), 'x-tesouro-key-id': named };
			expect(judge(headers, both)).toEqual(verified());
		}
	});

	it('may be reduced to one: what the removed one signed is rejected', () => {
		expect(judge(sign(`t=${T},v1=${hmac(previous.secret)}`)).kind).toBe('rejected');
		expect(judge(sign(`t=${T},v1=${hmac(previous.secret)},v1=${good}`))).toEqual(verified());
	});
});

describe('the older form', () => {
	const older = { acceptsOlderForm: true };
	const plain = (hash: string, encoding: 'hex' | 'base64') =>
		createHmac(hash, current.secret).update(body).digest(encoding);

	it.each([
		['sha512', 'hex'],
		['sha512', 'base64'],
		['sha256', 'hex'],
		['sha256', 'base64'],
	] as const)('is accepted with %s in %s if the user allows it, in either header', (hash, encoding) => {
		const value = plain(hash, encoding);
		const expected = verified(`hmac-${hash}-body`);
		expect(judge({ 'x-webhook-signature': value }, older)).toEqual(expected);
		expect(judge({ 'x-webhook-signature': `${hash}=${value}` }, older)).toEqual(expected);
		expect(judge(sign(value), older)).toEqual(expected);
		expect(judge({ 'x-webhook-signature': value }).kind).toBe('undecided');
		expect(judge(sign(value)).kind).toBe('undecided');
	});

	it('does not rescue a wrong newer signature', () => {
		const headers = {
			...sign(`t=${T},v1=${hmac('another')}`),
			'x-webhook-signature': plain('sha512', 'hex'),
		};
		expect(judge(headers, older).kind).toBe('rejected');
	});

	it.each([
		['another secret', createHmac('sha512', 'another').update(body).digest('hex')],
		['a signature cut short', plain('sha512', 'hex').slice(2)],
		['two signatures', `${plain('sha512', 'hex')}, ${plain('sha512', 'hex')}`],
		['SHA-1', createHmac('sha1', current.secret).update(body).digest('hex')],
		['text', 'not a signature'],
	])('is rejected with %s', (_, value) => {
		expect(judge({ 'x-webhook-signature': value }, older).kind).toBe('rejected');
	});

	it('does not stop the newer one from being accepted', () => {
		expect(judge(sign(`t=${T},v1=${good}`), older)).toEqual(verified());
		expect(judge(sign(`t=1,v1=${hmac(current.secret, '1')}`), older).kind).toBe('undecided');
	});
});
