import { circlesOf } from '../../tools/figures/circles.mts';
import { longFiles } from '../../tools/figures/longFiles.mts';
import { productFiles } from '../../tools/figures/sourceFiles.mts';
import { sharedLines } from '../../tools/figures/sharedLines.mts';

const file = (name: string, ...lines: string[]) => ({ file: `nodes/${name}.ts`, lines });

it('no files of the product import one another in a circle, not even for types', () => {
	expect(circlesOf(productFiles())).toEqual([]);
});

it('a reason to be long is given to files that are there', () => {
	const names = productFiles().map((one) => one.file);
	expect(Object.keys(longFiles).filter((name) => !names.includes(name))).toEqual([]);
});

it('a circle of three files is found, without the files that only lead to it', () => {
	const files = [
		file('a', "import { b } from './b';"),
		file('b', "import type { C } from './deep/c';"),
		file('deep/c', "import { a } from '../a';"),
		file('outside', "import { a } from './a';"),
	];
	expect(circlesOf(files)).toEqual([['nodes/a.ts', 'nodes/b.ts', 'nodes/deep/c.ts']]);
});

it('six lines of code in common make a pair; imports and brackets do not count', () => {
	const six = ['one()', 'two()', 'three()', '}', 'four()', 'five()', 'six()'];
	expect(sharedLines([file('a', ...six), file('b', 'other()', ...six)])).toHaveLength(1);
	expect(sharedLines([file('a', ...six.slice(1)), file('b', ...six.slice(1))])).toEqual([]);
	const types = [
		'import {',
		...['A', 'B', 'C', 'D', 'E', 'F'].map((name) => `\ttype ${name},`),
		"} from './types';",
	];
	expect(sharedLines([file('a', ...types), file('b', ...types)])).toEqual([]);
});
