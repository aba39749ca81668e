import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'rows of a damaged file, released before its end',
		title: 'no row of a file that was changed or cut off near its end comes out: AES with MDC',
		file: 'nodes/OpenPgp/engine/decryptTwice.ts',
		line: 'for await (const chunk of first.plaintext) bytes += chunk.length;',
		becomes: '',
	},
	{
		name: 'rows of a file whose signature is wrong',
		title: 'no row of a file whose signature is wrong comes out',
		file: 'nodes/OpenPgp/engine/decryptTwice.ts',
		line: 'const signature = await first.signature();',
		becomes: "const signature = { verdict: 'valid' as const };",
	},
	{
		name: 'a stored file that is changed between the two readings',
		title: 'a file that was changed between the two readings ends with an error',
		file: 'nodes/OpenPgp/engine/readToTheEnd.ts',
		line: 'if (next instanceof Failure) throw describe();\n\t\t\tif (next.done) break;',
		becomes: 'if (next instanceof Failure || next.done) break;',
	},
];
