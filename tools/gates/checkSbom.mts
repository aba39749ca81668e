import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from './gates.mts';

interface Sbom {
	components: Array<{ name: string; version: string; licenses: unknown[] }>;
}

/** Each library that stands in the bundles has to be in the SBOM, with its licence, and its text in the notices. */
export async function checkSbom(): Promise<Finding[]> {
	const { components } = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8')) as Sbom;
	const notices = readFileSync('dist/THIRD_PARTY_NOTICES.txt', 'utf8');
	const problems = components.flatMap(({ name, version, licenses }) => {
		const installed = `node_modules/${name}/package.json`;
		return [
			...(licenses.length === 0 ? [`${name} has no licence`] : []),
			...(notices.includes(`${name} ${version} (`) ? [] : [`The notices lack ${name} ${version}`]),
			...(existsSync(installed) ? [] : [`${name} is not installed as ${installed}`]),
		];
	});
	const figure = components.map(({ name, version }) => `${name} ${version}`).join(', ');
	return [
		{ gate: 'SBOM and licences', figure, problems: components.length === 0 ? ['It is empty'] : problems },
	];
}
