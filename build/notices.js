/** Puts the licences of what is bundled, and our own, into dist: the tarball has to carry them. */
const { readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');

const bundledLibraries = ['openpgp', 'zod', '@zip.js/zip.js'];
/** The LGPL, under which OpenPGP.js comes, is an addition to the GPL; its package carries the LGPL alone. */
const furtherTexts = { openpgp: ['build/GPL-3.0.txt'] };

async function writeNotices() {
	const notices = await Promise.all(bundledLibraries.map(noticeOf));
	const intro = [
		'This package contains the following libraries, each in a file of its own under dist/nodes/shared/vendor: OpenPGP.js and',
		'zod as their authors publish them, bundled with stand-ins for what a community node may not touch (build/openpgpScope.mjs,',
		'build/openpgpModule.mjs), and the WebAssembly module of zip.js (zip-module.wasm), which contains zlib.',
		'To use another version of one, change it in package.json and run "npm run build";',
		'the build is the same for everybody.',
	].join('\n');
	await writeFile('dist/THIRD_PARTY_NOTICES.txt', [intro, ...notices].join(`\n\n${'='.repeat(100)}\n\n`));
}

async function noticeOf(library) {
	const folder = path.resolve('node_modules', library);
	const { name, version, license, homepage } = JSON.parse(
		await readFile(path.join(folder, 'package.json'), 'utf8'),
	);
	const texts = await Promise.all(
		[path.join(folder, 'LICENSE'), ...(furtherTexts[library] ?? [])].map((file) => readFile(file, 'utf8')),
	);
	return [`${name} ${version} (${license}) ${homepage ?? ''}`, ...texts].join('\n\n');
}

module.exports = { writeNotices };
