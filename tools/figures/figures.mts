/**
 * Prints how large and how tangled the product is: `npm run figures`, or `npm run figures -- <folder>` for another checkout.
 * `--pairs` lists the files that share six lines.
 */
import { circlesOf } from './circles.mts';
import { longFiles } from './longFiles.mts';
import { sharedLines } from './sharedLines.mts';
import { productFiles } from './sourceFiles.mts';

const [root = '.'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = productFiles(root);
const sizes = files.map(({ lines }) => lines.length).sort((one, other) => one - other);
const long = files.filter(({ lines }) => lines.length > 150);
const circles = circlesOf(files);
const pairs = sharedLines(files);

const print = (what: string, figure: unknown) => console.log(`${what.padEnd(42)} ${figure}`);
print('product files', files.length);
print(
	'lines',
	sizes.reduce((sum, size) => sum + size, 0),
);
print('median file, lines', sizes[Math.floor(sizes.length / 2)]);
print('longest file, lines', sizes.at(-1));
print('files above 150 lines', long.length);
print('  of these, without a reason', long.filter(({ file }) => longFiles[file] === undefined).length);
for (const { file, lines } of long)
	console.log(`    ${lines.length} ${file}: ${longFiles[file] ?? 'should be split'}`);
print('circles of imports', circles.length);
for (const circle of circles) console.log(`    ${circle.join(' <-> ')}`);
print('credentials', files.filter(({ file }) => file.endsWith('.credentials.ts')).length);
print('pairs of files that share six lines', pairs.length);
if (process.argv.includes('--pairs')) {
	for (const { one, other, line } of pairs) console.log(`    ${one} | ${other} | ${line}`);
}
