import { setImmediate } from 'node:timers/promises';
import { ShortMemory } from '../../../nodes/OpenPgp/keys/shortMemory';

const A_DAY_MS = 24 * 3_600_000;

/** Makes numbered things and counts them. */
function maker() {
	let made = 0;
	return { make: async () => await Promise.resolve(++made), made: () => made };
}

it('a value is made once, also for callers who ask at the same time', async () => {
	const memory = new ShortMemory<number>(2, A_DAY_MS);
	const { make, made } = maker();
	expect(await Promise.all([memory.get('a', make), memory.get('a', make)])).toEqual([1, 1]);
	expect(await memory.get('a', make)).toBe(1);
	expect(made()).toBe(1);
});

it('the value that was unused for the longest time is forgotten when there are too many', async () => {
	const memory = new ShortMemory<number>(2, A_DAY_MS);
	const { make } = maker();
	for (const key of ['a', 'b', 'a', 'c']) await memory.get(key, make);
	expect(memory.size).toBe(2);
	expect([await memory.get('a', make), await memory.get('b', make)]).toEqual([1, 4]);
});

it('a value is forgotten after its time, even if it was used or nobody asks any more', async () => {
	const memory = new ShortMemory<number>(2, 5);
	const { make } = maker();
	const deadline = Date.now() + 5_000;
	await memory.get('a', make);
	while (memory.size > 0 && Date.now() < deadline) await setImmediate();
	expect(memory.size).toBe(0);
	expect(await memory.get('a', make)).toBe(2);
	while ((await memory.get('a', make)) === 2 && Date.now() < deadline) await setImmediate();
	expect(await memory.get('a', make)).toBeGreaterThan(2);
});

it('a value made again after it was forgotten gets its full time', async () => {
	const memory = new ShortMemory<number>(1, 60);
	const { make } = maker();
	await memory.get('a', make);
	await new Promise((resolve) => AbortSignal.timeout(40).addEventListener('abort', resolve));
	await memory.get('b', make);
	await memory.get('a', make);
	const born = Date.now();
	while (memory.size > 0 && Date.now() < born + 5_000) await setImmediate();
	expect(Date.now() - born).toBeGreaterThan(50);
});
