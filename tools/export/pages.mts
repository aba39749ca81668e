import type { Service } from './services.mts';

/** What the README says of one node: its title and its operations or events. */
export interface NodeFacts {
	title: string;
	description: string;
	operations: string[];
}

export interface PageFacts {
	service: Service;
	version: string;
	/** The name of the package that holds all services. */
	combinedName: string;
	/** Where that package lives. */
	combinedUrl: string;
	nodes: NodeFacts[];
	examples: Array<{ file: string; name: string }>;
	/** Titles of the pages that came along, by file. */
	docs: ReadonlyMap<string, string>;
}

export function readmeOf({ service, combinedName, combinedUrl, nodes, examples, docs }: PageFacts): string {
	const [guide] = service.docs;
	const pages = service.docs.filter((page) => docs.has(`docs/${page}.md`));
	const sections = [
		`# ${service.packageName}\n\n${service.description}, drawn on an [n8n](https://n8n.io) canvas. No code.`,
		`| Node | What it does |\n| --- | --- |\n${nodes
			.map(
				({ title, description, operations }) =>
					`| **${title}** | ${[description, ...operations].join('<br>')} |`,
			)
			.join('\n')}`,
		`## Install\n\nIn n8n, open **Settings > Community nodes > Install** and enter \`${service.packageName}\`.`,
		`## Start\n\n${docs.has(`docs/${guide}.md`) ? `[From zero to the first report](docs/${guide}.md).` : ''} More pages: ${pages
			.slice(1)
			.map((page) => `[${docs.get(`docs/${page}.md`)}](docs/${page}.md)`)
			.join(', ')}.`,
		...(examples.length === 0
			? []
			: [
					`## Workflows to import\n\nIn the editor, choose **Import > From file**.\n\n${examples
						.map(({ file, name }) => `- [${name}](${file})`)
						.join('\n')}`,
				]),
		`## One package or one a service\n\nThis package holds one service. [${combinedName}](${combinedUrl}) holds all of them, made from the same source at the same version. Install one of the two: their credentials have the same names, so what you set up works with either.`,
		'## Develop\n\n```\nnpm ci\nnpm test\nnpm run build\n```\n\nThe source is generated from the combined repository: send changes there.',
		'## Licences\n\n[MIT](LICENSE.md). The licences of the bundled libraries are in `dist/THIRD_PARTY_NOTICES.txt`, and an SBOM (CycloneDX) in `dist/sbom.cdx.json`.',
		service.trademarkOf === undefined
			? 'This package is not made by n8n.'
			: `${service.trademarkOf} is a trademark of its owner. This package is not made by ${service.trademarkOf}, nor by n8n.`,
	];
	return `${sections.join('\n\n')}\n`;
}

export const changelogOf = ({ service, version, combinedName, combinedUrl }: PageFacts): string =>
	`# Changelog\n\nThe versions are those of [${combinedName}](${combinedUrl}), whose changelog tells what changed for all services.\n\n## [${version}]\n\n- ${service.title}, as a package of its own.\n`;

/** Links to pages that did not come along lead to the combined repository. */
export const withOutsideLinks = (
	text: string,
	page: string,
	files: ReadonlySet<string>,
	combinedUrl: string,
): string =>
	text.replace(
		/(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?(?=\))/g,
		(link, target: string, anchor = '') => {
			const folder = page.split('/').slice(0, -1);
			const parts = [...folder, ...target.split('/')];
			const resolved: string[] = [];
			for (const part of parts) {
				if (part === '..') resolved.pop();
				else if (part !== '.' && part !== '') resolved.push(part);
			}
			const file = resolved.join('/');
			const isThere = files.has(file) || [...files].some((one) => one.startsWith(`${file}/`));
			return isThere ? link : `${combinedUrl}/blob/main/${file}${anchor}`;
		},
	);
