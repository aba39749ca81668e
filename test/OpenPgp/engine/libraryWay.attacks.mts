import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a flood of signatures in a form that the library decrypts',
		title: 'may have at most sixteen signatures, however small they are',
		file: 'nodes/OpenPgp/engine/signatureList.ts',
		line: 'if (this.running.length === SIGNATURES_AT_MOST)',
		becomes: 'if (this.running.length === 1_000_000)',
	},
	{
		name: 'a damaged file in a form that the library decrypts',
		title: 'is refused with any bit flipped, or without its end',
		file: 'nodes/OpenPgp/engine/decryptWithLibrary.ts',
		line: 'for await (const one of readStream(stream)) yield* reframe(one);',
		becomes: '',
	},
	{
		name: 'a chunk of EAX so large that the library holds the whole file',
		title: 'EAX with chunks above 4 MB is refused',
		file: 'nodes/OpenPgp/engine/aeadHeader.ts',
		line: 'chunkSize > CHUNK_SIZE_AT_MOST',
		becomes: '(false as boolean)',
	},
	{
		name: 'a file that makes the library wait for itself',
		title: 'CAST5 fails with a packet inside that does not belong there',
		file: 'nodes/OpenPgp/engine/readToTheEnd.ts',
		line: 'const opened = await guard.wait(opening);',
		becomes: 'const opened = await opening.catch(failureOf);',
	},
];
