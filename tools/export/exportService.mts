import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseFiles } from './chooseFiles.mts';
import { manifestOf, scripts } from './manifest.mts';
import { changelogOf, readmeOf, withOutsideLinks, type NodeFacts, type PageFacts } from './pages.mts';
import type { Service } from './services.mts';
import type { SourceTree } from './sourceTree.mts';

const isText = (file: string) =>
	/\.([mc]?[tj]s|json|md|svg|ya?ml|txt)$/.test(file) && !/\/fixtures\//.test(file);

/** Writes the repository of one service into an empty folder. Returns its files. */
export async function exportService(tree: SourceTree, service: Service, target: string): Promise<string[]> {
	const combined = JSON.parse(readFileSync('package.json', 'utf8')) as Parameters<typeof manifestOf>[0];
	const combinedUrl = combined.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
	const { product, tests, docs, examples, common } = chooseFiles(tree, service);
	const code = [...product, ...tests, ...common];
	const pictures = [...docs].flatMap((page) => picturesOf(page).filter((file) => existsSync(file)));
	const files = [...new Set([...code, ...docs, ...pictures, ...examples])];
	const present = new Set([...files, 'README.md', 'CHANGELOG.md', 'package.json']);

	rmSync(target, { recursive: true, force: true });
	for (const file of files) copy(file);
	const packages = new Set(code.flatMap((file) => tree.packagesOf(file)));
	write('package.json', `${JSON.stringify(manifestOf(combined, service, packages), null, '\t')}\n`);
	copyFileSync('package-lock.json', path.join(target, 'package-lock.json'));
	const facts: PageFacts = {
		service,
		version: combined.version,
		combinedName: combined.name,
		combinedUrl,
		nodes: await readNodes(product),
		examples: examples.map((file) => ({
			file,
			name: (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name,
		})),
		docs: new Map(docs.map((page) => [page, titleOf(page)])),
	};
	write('README.md', readmeOf(facts));
	write('CHANGELOG.md', changelogOf(facts));
	return [...present].sort();

	function copy(file: string) {
		if (!isText(file)) {
			mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
			copyFileSync(file, path.join(target, file));
			return;
		}
		// Names of the package, and with them the addresses of its own repository.
		const renamed = readFileSync(file, 'utf8').replaceAll(combined.name, service.packageName);
		const text = file.startsWith('.github/workflows/') ? withKnownScripts(renamed) : renamed;
		write(file, file.endsWith('.md') ? withOutsideLinks(text, file, present, combinedUrl) : text);
	}

	function write(file: string, text: string) {
		mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
		writeFileSync(path.join(target, file), text);
	}
}

/** Without the steps that call scripts of the combined repository alone, and their environment. */
const withKnownScripts = (workflow: string) =>
	workflow.replace(/^( *)- run: npm run (\S+)\n(?:\1 +.*\n)*/gm, (step, _, script: string) =>
		scripts.includes(script) ? step : '',
	);

const titleOf = (page: string) => /^# (.*)$/m.exec(readFileSync(page, 'utf8'))?.[1] ?? page;

const picturesOf = (page: string) =>
	[...readFileSync(page, 'utf8').matchAll(/\]\((images\/[^)]+)\)/g)].map(([, file]) => `docs/${file}`);

/** From the nodes themselves: their titles, and what their operations or events are called. */
async function readNodes(product: string[]): Promise<NodeFacts[]> {
	const facts: NodeFacts[] = [];
	for (const file of product.filter((one) => one.endsWith('.node.ts'))) {
		const exported = (await import(path.resolve(file))) as Record<string, new () => NodeLike>;
		const { description } = new (Object.values(exported)[0]!)();
		const choices = description.properties.filter(({ name }) =>
			['operation', 'event', 'events'].includes(name),
		);
		facts.push({
			title: description.displayName,
			description: description.description,
			operations: choices.flatMap(({ options = [] }) => options.map(({ action, name }) => action ?? name)),
		});
	}
	return facts;
}

interface NodeLike {
	description: {
		displayName: string;
		description: string;
		properties: Array<{ name: string; options?: Array<{ name: string; action?: string }> }>;
	};
}
