import { enums } from 'openpgp';
import {
	harness,
	theirs,
	encrypted,
	itemOf,
	run,
	expectPlaintext,
	eventually,
	openStoredFiles,
	createNoise,
	useDecryptStage,
} from './decryptStage.mts';

useDecryptStage();

describe('large files', () => {
	it('arrive byte for byte over several chunks', async () => {
		const plaintext = createNoise(3_000_000);
		await expectPlaintext(await encrypted({ signedBy: [theirs] }, plaintext), plaintext);
	});

	it.each([undefined, 'continueRegularOutput'] as const)(
		'are abandoned when the execution is cancelled (%s)',
		async (onError) => {
			const open = openStoredFiles();
			const item = await itemOf(await encrypted({}, createNoise(12_000_000)));
			const before = harness.storedFiles();
			const stop = new AbortController();
			let ended = false;
			const running = run([item, item], { signal: stop.signal, ...(onError && { onError }) });
			void running.finally(() => (ended = true));
			// Stopped in the middle: as soon as the first bytes are being written.
			await eventually(() => ended || harness.storedFiles().length > before.length);
			expect(ended).toBe(false);
			stop.abort();
			const { execution } = await running;
			expect(execution.status).toBe('canceled');
			await eventually(() => openStoredFiles().length === open.length);
			expect(openStoredFiles()).toEqual(open);
			expect(harness.storedFiles()).toEqual(before);
		},
	);

	it('are abandoned with nothing kept when the execution is cancelled, also if they unpack from a little ciphertext', async () => {
		const item = await itemOf(
			await encrypted({ compression: enums.compression.zlib }, Buffer.alloc(90_000_000)),
		);
		const before = harness.storedFiles();
		const stop = new AbortController();
		const running = run([item], { signal: stop.signal });
		await eventually(() => harness.storedFiles().length > before.length);
		stop.abort();
		expect((await running).execution.status).toBe('canceled');
		await eventually(() => harness.storedFiles().length === before.length);
		expect(harness.storedFiles()).toEqual(before);
	});
});
