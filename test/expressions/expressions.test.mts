import { analyse } from 'scslre';
import { productFiles } from '../../tools/figures/sourceFiles.mts';
import { expressionsOf, type Expression } from './expressionsOf.mts';
import { shortTexts } from './shortTexts.mts';

// A stranger's text of 200 characters can hold n8n up for years if an expression tries all ways to divide it.

const isSlow = (expression: Expression) => analyse(expression).reports.length > 0;
const written = ({ source, flags }: Expression) => `/${source}/${flags}`;

const slow = productFiles().flatMap(({ file, lines }) =>
	expressionsOf(lines.join('\n'))
		.filter(isSlow)
		.map((expression) => `${file}: ${written(expression)}`),
);
const known = shortTexts.map(({ file, expression }) => `${file}: ${expression}`);

it('no expression takes more steps than its text has characters, unless the text is known to be short', () => {
	expect(slow.filter((one) => !known.includes(one))).toEqual([]);
});

it('a reason to be slow is given to expressions that are there', () => {
	expect(known.filter((one) => !slow.includes(one))).toEqual([]);
});

it.each([
	['ways to divide the blanks of each line', '/^(?:Hash: *[^\\n]*\\n)*x/', true],
	['ways to divide one run of blanks', '/ *[ \\t]*x/', true],
	['a new start at each blank', '/\\s+$/', true],
	['one way alone', '/^(?:Hash:[^\\n]*\\n)*x/', false],
	['a run with a bound', '/[ \\t]{0,80}\\n/', false],
])('an expression with %s is told: %s', (_, expression, expected) => {
	expect(expressionsOf(`const a = ${expression};`).map(isSlow)).toEqual([expected]);
});

it('an expression that is made of a template is seen, too', () => {
	expect(expressionsOf('new RegExp(`^${name} *[^\\\\n]*x`, "g")').map(written)).toEqual(['/^x *[^\\n]*x/g']);
	expect(() => expressionsOf('new RegExp(anything)')).toThrow('nothing can be said of its cost');
});
