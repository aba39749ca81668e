const path = require('node:path');

const FILES = 5;
/** A list is of use where many files ran. */
const SUITES_AT_LEAST = 30;
const TESTS = 10;

/** Closes a run of all tests with what cost most, so that a slow test is seen on the day it is written. */
module.exports = class Slowest {
	onRunComplete(_contexts, { testResults, numTotalTestSuites }) {
		if (numTotalTestSuites < SUITES_AT_LEAST) return;
		const files = testResults.map(({ testFilePath, perfStats }) => ({
			ms: perfStats.end - perfStats.start,
			name: short(testFilePath),
		}));
		const tests = testResults.flatMap(({ testFilePath, testResults: results }) =>
			results.map(({ duration, fullName }) => ({
				ms: duration ?? 0,
				name: `${short(testFilePath)}: ${fullName}`,
			})),
		);
		print('The slowest files', files, FILES);
		print('The slowest tests', tests, TESTS);
	}
};

const short = (file) => path.relative('test', file).replace(/\.test\.mts$/, '');

function print(heading, entries, count) {
	const rows = entries.toSorted((one, other) => other.ms - one.ms).slice(0, count);
	const lines = rows.map(({ ms, name }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${name.slice(0, 130)}`);
	console.log(`\n${heading}\n${lines.join('\n')}`);
}
