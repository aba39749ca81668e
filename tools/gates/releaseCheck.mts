/**
 * Whether this commit can be released: `npm run release:check`, in CI with RELEASE_TAG, the tag that started it; with
 * `-- --dry-run` npm also goes through the publishing of what was built, but for the upload. The
 * version stands in package.json, in the changelog with its day, and in the tag; the places that are to be filled in are.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publisher } from './publisher.mts';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
	'name' | 'version',
	string
>;
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const tag = process.env.RELEASE_TAG;

/** A copy of the examples is kept with each release: later versions must open it. */
const kept = path.join('test/publishing/releases', version);
const isKept = (file: string) =>
	existsSync(path.join(kept, file)) &&
	readFileSync(path.join(kept, file)).equals(readFileSync(path.join('examples', file)));
const notKept = readdirSync('examples').filter((file) => file.endsWith('.json') && !isKept(file));

interface Packed {
	id: string;
	size: number;
	unpackedSize: number;
	shasum: string;
	entryCount: number;
}

/** What npm itself would refuse: everything but the upload. Needs a build. */
function dryRun(): string[] {
	if (!process.argv.includes('--dry-run')) return [];
	try {
		const args = ['publish', '--dry-run', '--json', '--ignore-scripts', '--tag', 'latest'];
		const answer = execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
		// npm 11 names the package first.
		const parsed = JSON.parse(answer) as Record<string, Packed>;
		const { id, size, unpackedSize, shasum, entryCount } = parsed[name] ?? (parsed as unknown as Packed);
		console.log(
			`${id}: ${entryCount} files, ${size} bytes packed, ${unpackedSize} unpacked, SHA-1 ${shasum}`,
		);
		return [];
	} catch (error) {
		return [
			`npm publish --dry-run failed: ${(error as { stderr?: string }).stderr?.trim() ?? String(error)}`,
		];
	}
}

const problems = [
	...dryRun(),
	...(notKept.length === 0
		? []
		: [
				`${kept} lacks ${notKept.length} of the examples as they are now: mkdir -p ${kept} && cp examples/*.json ${kept}/`,
			]),
	...(tag === undefined || tag === `v${version}`
		? []
		: [`The tag is ${tag}, but package.json says ${version}`]),
	...(new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`, 'm').test(changelog)
		? []
		: [`CHANGELOG.md has no heading "## [${version}] - <year-month-day>"`]),
	...(publisher.isToBeFilledIn
		? [
				'tools/gates/publisher.mts still holds addresses that nobody owns. Fill them in, then run "npm run publisher"',
			]
		: []),
];
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${version} can be released`);
process.exitCode = problems.length > 0 ? 1 : 0;
