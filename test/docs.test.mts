import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = process.cwd();
const pages = ['.', 'docs', 'docs/nodes', 'docs/proxies', 'examples'].flatMap((folder) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => relative(root, join(root, folder, name))),
);

/** As GitHub makes anchors: https://docs.github.com/get-started/writing-on-github#section-links */
const anchorOf = (heading: string) =>
	heading
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[`*_]/g, '')
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N} -]/gu, '')
		.replaceAll(' ', '-');

const withoutCode = (text: string) => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
const anchorsOf = (file: string) =>
	[...readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map((match) => anchorOf(match[1]!));

function isBroken(page: string, link: string): boolean {
	const [path = '', anchor] = link.split('#');
	const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
	if (!existsSync(join(root, file))) return true;
	return anchor !== undefined && file.endsWith('.md') && !anchorsOf(join(root, file)).includes(anchor);
}

it.each(pages)('%s: every link leads to an existing file and heading', (page) => {
	const text = withoutCode(readFileSync(join(root, page), 'utf8'));
	const links = [...text.matchAll(/\]\(<?([^)>\s]+)>?(?: "[^"]*")?\)/g)].map((match) => match[1]!);
	const own = links.filter((link) => !/^[a-z]+:/i.test(link));
	expect(own.filter((link) => isBroken(page, link))).toEqual([]);
});

it('every page of docs can be reached from the README', () => {
	const linked = new Set<string>();
	const follow = (page: string) => {
		if (linked.has(page)) return;
		linked.add(page);
		const text = readFileSync(join(root, page), 'utf8');
		for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+\.md)(?:#[^)]*)?\)/g)) {
			const file = join(dirname(page), link);
			if (!/^[a-z]+:/i.test(link) && existsSync(join(root, file))) follow(file);
		}
	};
	follow('README.md');
	expect(pages.filter((page) => page.startsWith('docs/') && !linked.has(page))).toEqual([]);
});
