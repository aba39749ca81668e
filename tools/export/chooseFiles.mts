import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { services, type Service } from './services.mts';
import type { SourceTree } from './sourceTree.mts';

/** What goes into the repository of a service, unchanged. */
export interface Chosen {
	product: string[];
	/** Unit and integration tests that need nothing of another service, and the tools that they use. */
	tests: string[];
	docs: string[];
	examples: string[];
	/** Configuration that is the same in every repository. */
	common: string[];
}

const common = [
	'.editorconfig',
	'.gitattributes',
	'.gitignore',
	'.npmrc',
	'.prettierignore',
	'.prettierrc.json',
	'LICENSE.md',
	'SECURITY.md',
	'eslint.config.mjs',
	'gulpfile.js',
	'index.js',
	'jest.config.js',
	'tsconfig.json',
	'tools/tsconfig.json',
];
const commonFolders = ['build/', '.github/', 'tools/jest/', 'tools/scan/', 'tools/wasm/'];

/** What the module is made of goes with it. */
const wasmModule = 'nodes/ReportFile/csv/csvModule.ts';

/** They hold for all services together: what is registered, and which credentials there are. */
const testsOfTheWhole = [
	'test/nodes.test.mts',
	'test/oneCredential.test.mts',
	'test/shared/http/keysStayHome.test.mts',
];

export function chooseFiles(tree: SourceTree, service: Service): Chosen {
	const all = [...tree.files];
	const own = `nodes/${service.folder}/`;
	const nodes = all.filter((file) => new RegExp(`^${own}[^/]+\\.node\\.ts$`).test(file));
	const start = [...nodes, ...service.credentials.map((name) => `credentials/${name}.credentials.ts`)];
	const code = tree.reachedFrom(start);
	const isAsset = (file: string) => file.startsWith(own) && /\.(svg|node\.json)$/.test(file);
	const product = [...code, ...all.filter(isAsset), ...all.filter((file) => /^nodes\/.*\.d\.ts$/.test(file))];
	if (code.has(wasmModule)) product.push(...all.filter((file) => file.startsWith('wasm/')));

	const docs = all.filter((file) => service.docs.some((name) => file === `docs/${name}.md`));
	const types = new Set(nodes.map(typeOfNode));
	const examples = all
		.filter((file) =>
			service.examples.some((name) => file.startsWith(`examples/${name}`) && file.endsWith('.json')),
		)
		.filter((file) => typesOfOursIn(file).every((type) => types.has(type)));
	const configuration = [
		...common.filter((file) => tree.files.has(file)),
		// The full check is that of the combined repository.
		...all.filter(
			(file) =>
				commonFolders.some((folder) => file.startsWith(folder)) && file !== '.github/workflows/full.yml',
		),
	];
	const known = new Set([...product, ...docs, ...examples, ...configuration]);
	const belongs = (file: string) => known.has(file) || /^(test|tools)\//.test(file);
	const tests = all
		.filter((file) => !testsOfTheWhole.includes(file))
		.filter((file) => /^test\/(?!e2e\/|interop\/).*\.test\.mts$/.test(file))
		.map((file) => tree.reachedFrom([file]))
		.filter((reached) => [...reached].every((file) => belongs(file) || file === 'package.json'))
		.filter((reached) => isAbout(reached, service))
		.flatMap((reached) => [...reached].filter((file) => file !== 'package.json'));
	return {
		product: unique(product),
		tests: unique(tests).filter((file) => !known.has(file)),
		docs,
		examples,
		common: unique(configuration),
	};
}

function typeOfNode(file: string): string {
	const title = path.basename(file, '.node.ts');
	return `${manifest.name}.${title[0]!.toLowerCase()}${title.slice(1)}`;
}

/** Of the nodes in an exported workflow, those of the combined package. */
const typesOfOursIn = (workflow: string) =>
	(JSON.parse(readFileSync(workflow, 'utf8')) as { nodes: Array<{ type: string }> }).nodes
		.map(({ type }) => type)
		.filter((type) => type.startsWith(`${manifest.name}.`));

/** A test of the product, or of every product, and not of what stands in for another service. */
function isAbout(reached: Set<string>, { folder }: Service): boolean {
	const files = [...reached];
	const others = services.filter((service) => service.folder !== folder).map((service) => service.folder);
	const isOfOther = (file: string) => others.some((other) => file.startsWith(`tools/sandbox/${other}/`));
	return files.some((file) => file.startsWith('nodes/') || file === 'package.json') && !files.some(isOfOther);
}

const unique = (files: string[]) => [...new Set(files)].sort();
