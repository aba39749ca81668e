/**
 * Whether this commit can be released: `npm run release:check`, in CI with RELEASE_TAG, the tag that started it. The
 * version stands in package.json, in the changelog with its day, and in the tag; the places that are to be filled in are.
 */
import { readFileSync } from 'node:fs';
import { publisher } from './publisher.mts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const tag = process.env.RELEASE_TAG;

const problems = [
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
