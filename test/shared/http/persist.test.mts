import { persist, type Again } from '../../../nodes/shared/http/persist';
import { RemedyError } from '../../../nodes/shared/run/remedyError';

const patience = { retries: 2, waitMs: 1_000, timeoutMs: 1_000, backOffMs: 1 };
const failed: Again = { isRefusal: false, waitMs: 0 };
const refused: Again = { isRefusal: true, waitMs: 0 };

/** Sends until it ends; each try comes to the next of these outcomes. */
async function run(outcomes: Array<Again | undefined>, more: object = {}) {
	let tries = 0;
	const turns: number[] = [];
	const end = await persist(
		{
			turn: async () => void turns.push(tries),
			send: async () => ++tries,
			again: () => outcomes[tries - 1],
		},
		{ ...patience, ...more },
	);
	return { end, turns: turns.length };
}

it('returns the first outcome that is not to be tried again', async () => {
	expect(await run([failed, undefined])).toEqual({ end: 2, turns: 2 });
});

it('counts refusals with the failures, or separately if the patience has a number for them', async () => {
	expect((await run([refused, failed, failed, undefined])).end).toBe(3);
	expect((await run([refused, refused, failed, failed, undefined], { retriesRefused: 2 })).end).toBe(5);
	expect((await run([refused, refused, refused, undefined], { retriesRefused: 2 })).end).toBe(3);
	expect((await run([failed, failed, failed, undefined], { retriesRefused: 2 })).end).toBe(3);
});

it('does not wait beyond the available time', async () => {
	expect((await run([{ isRefusal: true, waitMs: 2_000 }, undefined])).end).toBe(1);
});

it('ends when it is aborted', async () => {
	expect((await run([failed, undefined], { signal: AbortSignal.abort() })).end).toBe(1);
});

it('throws the last failure, and an unexpected error at once', async () => {
	const failures = [new RemedyError('first', 'r'), new RemedyError('second', 'r')];
	let tries = 0;
	const send = async () => await Promise.reject(failures[tries++]!);
	const again = () => (tries < 2 ? failed : undefined);
	await expect(persist({ send, again }, patience)).rejects.toThrow('second');
	const broken = async () => await Promise.reject(new TypeError('a mistake of ours'));
	await expect(persist({ send: broken, again: () => failed }, patience)).rejects.toThrow(TypeError);
});
