import { askForStranger } from '../../../nodes/shared/deliveries/strangers';
import type { Allowance } from '../../../nodes/shared/deliveries/strangersBudget';
import type { Tally } from '../../../nodes/shared/deliveries/tally';
import { rejected } from '../../../nodes/shared/deliveries/verdict';
import { endProcess } from '../../../nodes/shared/run/processMemory';

beforeEach(endProcess);

const allowance: Allowance = { strangers: 8, perSource: 4, known: 10, atOnce: 5 };
const { signal } = new AbortController();
let asked = 0;
beforeEach(() => (asked = 0));

const no = async ({ count }: Tally) => {
	asked++;
	count();
	await Promise.resolve();
	return rejected('unknown');
};
const yes = async ({ count, confirm }: Tally) => {
	asked++;
	count();
	await Promise.resolve();
	confirm();
	return { kind: 'accepted' as const };
};

const ask = async (about: string, source: string, answer: typeof no | typeof yes, isKnown = false) =>
	(await askForStranger({ account: 'api', source, about, isKnown }, allowance, signal, answer)).kind;

const flood = async (count: number, sourceOf: (index: number) => string) =>
	await Promise.all(
		Array.from({ length: count }, async (_, index) => await ask(`forged-${index}`, sourceOf(index), no)),
	);

it('a flood from one address costs its share, and the questions under way', async () => {
	const answers = await flood(1_000, () => '203.0.113.1');
	expect(asked).toBeLessThanOrEqual(4 + 1);
	expect(answers.filter((kind) => kind !== 'rejected' && kind !== 'busy')).toEqual([]);
});

it('a flood from a thousand addresses costs the common share, and the questions under way', async () => {
	await flood(1_000, (index) => `203.0.${index >> 8}.${index & 255}`);
	expect(asked).toBeLessThanOrEqual(8 + 4);
});

it('a flood from one address leaves questions for others', async () => {
	await flood(1_000, () => '203.0.113.1');
	expect(await ask('genuine', '198.51.100.1', yes)).toBe('accepted');
});

it('a flood from everywhere leaves questions for an address that sent a genuine delivery, and for known deliveries', async () => {
	expect(await ask('first', '198.51.100.1', yes)).toBe('accepted');
	await flood(1_000, (index) => `203.0.${index >> 8}.${index & 255}`);
	expect(await ask('second', '198.51.100.1', yes)).toBe('accepted');
	expect(await ask('third', '203.0.0.7', yes, true)).toBe('accepted');
	expect(await ask('fourth', '203.0.0.8', yes)).toBe('busy');
});

it("a flood from the provider's own address leaves questions for known deliveries", async () => {
	expect(await ask('first', '198.51.100.1', yes)).toBe('accepted');
	await flood(1_000, () => '198.51.100.1');
	expect(await ask('genuine', '198.51.100.1', yes)).toBe('busy');
	expect(await ask('about a known task', '198.51.100.1', yes, true)).toBe('accepted');
});

it('a confirmed delivery uses nothing of the share', async () => {
	for (let index = 0; index < 100; index++)
		expect(await ask(`genuine-${index}`, '198.51.100.1', yes)).toBe('accepted');
});

it('a burst from an unknown address waits for its turn', async () => {
	const burst = Array.from(
		{ length: 50 },
		async (_, index) => await ask(`genuine-${index}`, '198.51.100.1', yes),
	);
	expect(new Set(await Promise.all(burst))).toEqual(new Set(['accepted']));
});

it('the same question is asked once, and a definite no is remembered', async () => {
	await Promise.all(Array.from({ length: 20 }, async () => await ask('the same', '203.0.113.1', no)));
	expect(await ask('the same', '203.0.113.2', no)).toBe('rejected');
	expect(asked).toBe(1);
});

it('all IPv6 addresses of one sender count as one', async () => {
	await flood(1_000, (index) => `2001:db8:1:2::${index.toString(16)}`);
	expect(asked).toBeLessThanOrEqual(4 + 1);
});

it('a question that fails uses as much as it asked', async () => {
	const fails = async ({ count }: Tally) => {
		asked++;
		count();
		return await Promise.reject(new Error('broken'));
	};
	for (let index = 0; index < 20; index++) {
		await ask(`forged-${index}`, '203.0.113.1', fails as never).catch(() => undefined);
	}
	expect(asked).toBe(4);
});
