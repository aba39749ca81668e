import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file that makes the library wait for itself',
		title: 'a library that waits for itself is given up after ten seconds without a move',
		file: 'nodes/OpenPgp/engine/readToTheEnd.ts',
		line: 'const opened = await guard.wait(opening);',
		becomes: 'const opened = await opening.catch(failureOf);',
	},
];
