import type { Service } from './services.mts';

interface Manifest {
	name: string;
	version: string;
	repository: { type: string; url: string };
	homepage: string;
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] } & Record<string, unknown>;
	[field: string]: unknown;
}

/** Tools that no file imports, but scripts and configuration call. */
const tools = [
	'@n8n/node-cli',
	'@swc/core',
	'@swc/jest',
	'@types/jest',
	'@types/node',
	'eslint',
	'gulp',
	'jest',
	'n8n-workflow',
	'prettier',
	'tsx',
	'typescript',
	'zod-to-json-schema',
];
/** Those of package.json that an exported repository has, too. */
export const scripts = [
	'build',
	'lint',
	'format',
	'typecheck',
	'test',
	'test:watch',
	'scan',
	'prepublishOnly',
];

/** The package.json of a service's own repository. `packages` are those that its files import. */
export function manifestOf(
	combined: Manifest,
	{ packageName, description, keywords, folder, credentials }: Service,
	packages: ReadonlySet<string>,
): Manifest {
	const kept = Object.entries(combined.devDependencies).filter(
		([name]) => tools.includes(name) || packages.has(name),
	);
	const renamed = (text: string) => text.replaceAll(combined.name, packageName);
	return {
		...combined,
		name: packageName,
		description,
		keywords: ['n8n-community-node-package', 'n8n', ...keywords],
		homepage: renamed(combined.homepage),
		repository: { type: 'git', url: renamed(combined.repository.url) },
		scripts: Object.fromEntries(scripts.map((name) => [name, combined.scripts[name]!])),
		'lint-staged': undefined,
		n8n: {
			...combined.n8n,
			credentials: combined.n8n.credentials.filter((file) =>
				credentials.some((name) => file.endsWith(`/${name}.credentials.js`)),
			),
			nodes: combined.n8n.nodes.filter((file) => file.startsWith(`dist/nodes/${folder}/`)),
		},
		devDependencies: Object.fromEntries(kept),
	};
}
