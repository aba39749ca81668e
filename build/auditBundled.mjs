// Known vulnerabilities of the libraries in the package. They are bundled, so npm takes them for development dependencies
// and `npm audit --omit=dev` looks at none of them. Needs a build: dist/sbom.cdx.json lists them.
// Ends with 1 when one is found, and with 2 when the registry does not answer the audit; mirrors often do not.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { components } = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));
const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 1e9 });
const { vulnerabilities } = JSON.parse(stdout || '{}');
if (vulnerabilities === undefined) {
	console.log('NOT CHECKED: the registry did not answer the audit');
	process.exit(2);
}
const found = components.filter(({ name }) => vulnerabilities[name]?.nodes.includes(`node_modules/${name}`));
for (const { name, version } of found) {
	const reasons = vulnerabilities[name].via.map((via) =>
		typeof via === 'string' ? via : `${via.title} ${via.url}`,
	);
	console.log(`${name} ${version}: ${vulnerabilities[name].severity}: ${reasons.join('; ')}`);
}
if (found.length === 0) console.log(`nothing known of ${components.length} bundled libraries`);
process.exit(found.length > 0 ? 1 : 0);
