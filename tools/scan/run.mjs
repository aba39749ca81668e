/** Copied beside the scanner by scan.mts. Usage: node run.mjs <checkout> <unpacked tarball> */
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [source, dist] = process.argv.slice(2);
const legs = [
	['source', source, SOURCE_FILE_PATTERNS],
	['packed tarball', dist, ['**/*.js', 'package.json']],
];
for (const [name, folder, patterns] of legs) {
	const result = await analyzePackage(folder, patterns);
	console.log(
		`Scanner, ${name}: ${result.passed ? '0 errors' : `${result.message}\n${result.details ?? ''}`}`,
	);
	if (!result.passed) process.exitCode = 1;
}
