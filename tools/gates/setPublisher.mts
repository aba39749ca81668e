/** Writes what publisher.mts says into every file that names the publisher: `npm run publisher`; `--check` writes nothing. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { publisher } from './publisher.mts';

const { author, repository } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	author: { name: string; email: string };
	repository: { url: string };
};
const written = {
	owner: /github\.com\/([^/]+)\//.exec(repository.url)![1]!,
	authorName: author.name,
	authorEmail: author.email,
};
const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const readable = files.filter((file) => existsSync(file) && /\.(json|md|mts|ts|ya?ml)$/.test(file));
const behind: string[] = [];
for (const file of readable.filter((one) => !one.startsWith('tools/gates/publisher'))) {
	const text = readFileSync(file, 'utf8');
	const wanted = text
		.replaceAll(`github.com/${written.owner}/`, `github.com/${publisher.owner}/`)
		.replaceAll(written.authorEmail, publisher.authorEmail);
	const named =
		file === 'package.json'
			? wanted.replace(`"name": "${written.authorName}"`, `"name": "${publisher.authorName}"`)
			: wanted;
	if (named === text) continue;
	behind.push(file);
	if (!process.argv.includes('--check')) writeFileSync(file, named);
}
if (behind.length > 0)
	console.log(`${process.argv.includes('--check') ? 'Behind' : 'Written'}: ${behind.join(', ')}`);
process.exitCode = behind.length > 0 && process.argv.includes('--check') ? 1 : 0;
