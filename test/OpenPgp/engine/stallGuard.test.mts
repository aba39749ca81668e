import { Failure } from '../../../nodes/OpenPgp/failure';
import { openWatched } from '../../../nodes/OpenPgp/engine/readToTheEnd';

const source = (moves: () => number) => ({ moves }) as Parameters<typeof openWatched>[1];

// In real time: so does the guard, which must not be stopped together with what it guards.
it('a library that waits for itself is given up after ten seconds without a move', async () => {
	const began = Date.now();
	expect(
		await openWatched(
			new Promise<never>(() => {}),
			source(() => 7),
		),
	).toBeInstanceOf(Failure);
	expect(Date.now() - began).toBeGreaterThan(9_000);
});
