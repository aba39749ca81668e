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
		line: 'else yield* readStream(inside.plaintext);',
		becomes: 'else await readStream(inside.plaintext).next();',
	},
	{
		name: 'a chunk of EAX full of padding, which the library passes over in one go while n8n stands still',
		title: 'EAX is taken apart by our reader alone',
		file: 'nodes/OpenPgp/engine/decryptWithLibrary.ts',
		line: 'if (rules === undefined || !(unread in rules))',
		becomes: 'if (true as boolean)',
	},
	{
		name: 'a chunk of EAX so large that the library holds the whole file',
		title: 'EAX with chunks above 4 MB is refused',
		file: 'nodes/OpenPgp/engine/aeadHeader.ts',
		line: 'chunkSize > CHUNK_SIZE_AT_MOST',
		becomes: '(false as boolean)',
	},
];
