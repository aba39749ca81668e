/** Puts the licences of what is bundled into dist, as a text for people and as an SBOM for machines. */
const { readdir, readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { bundledPackages } = require('./bundledPackages.js');

/** Of packages that name their licence and carry no text of it. */
const licenceTexts = { 'eckey-utils': 'build/eckey-utils-LICENSE.txt' };
/** The LGPL, under which OpenPGP.js comes, is an addition to the GPL; its package carries the LGPL alone. */
const furtherTexts = { openpgp: ['build/GPL-3.0.txt'] };

async function writeNotices() {
	const libraries = await Promise.all(bundledPackages().map(readLibrary));
	await writeFile('dist/THIRD_PARTY_NOTICES.txt', await noticesOf(libraries));
	await writeFile('dist/sbom.cdx.json', `${JSON.stringify(await sbomOf(libraries), null, '\t')}\n`);
}

async function readLibrary([name, folder]) {
	const { version, license, homepage } = await readJson(path.join(folder, 'package.json'));
	const own = (await readdir(folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
	const file = own === undefined ? licenceTexts[name] : path.join(folder, own);
	if (file === undefined || typeof license !== 'string') {
		throw new Error(`${name} is bundled, but its package names no licence or holds no text of it`);
	}
	return {
		name,
		version,
		license,
		homepage,
		texts: [file, ...(furtherTexts[name] ?? [])],
	};
}

async function noticesOf(libraries) {
	const intro = [
		'This package contains the following libraries, in the files under dist/nodes/shared/vendor, as their authors publish them:',
		'bundled, not minified, with stand-ins for what a community node may not touch (build/openpgpScope.mjs,',
		'build/openpgpModule.mjs). Of zip.js it contains the WebAssembly module alone (zip-module.wasm), which is zlib.',
		'To use another version of one, change it in package.json and run "npm run build";',
		'the build is the same for everybody.',
	].join('\n');
	const notices = libraries.map(async ({ name, version, license, homepage, texts }) => {
		const contents = await Promise.all(texts.map((text) => readFile(text, 'utf8')));
		return [`${name} ${version} (${license}) ${homepage ?? ''}`, ...contents].join('\n\n');
	});
	return [intro, ...(await Promise.all(notices))].join(`\n\n${'='.repeat(100)}\n\n`);
}

/** CycloneDX 1.6, without a time or a serial number, so that two builds give the same bytes. */
async function sbomOf(libraries) {
	const { name, version, license } = await readJson('package.json');
	const component = (type, one) => {
		const purl = `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`;
		return {
			type,
			'bom-ref': purl,
			name: one.name,
			version: one.version,
			purl,
			licenses: [licenceOf(one.license)],
		};
	};
	const own = component('application', { name, version, license });
	const components = libraries.map((library) => component('library', library));
	return {
		$schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: { component: own },
		components,
		dependencies: [
			{ ref: own['bom-ref'], dependsOn: components.map((library) => library['bom-ref']) },
			...components.map((library) => ({ ref: library['bom-ref'] })),
		],
	};
}

/** "LGPL-3.0+" is npm's older spelling; SPDX, which CycloneDX asks for, has "LGPL-3.0-or-later". */
function licenceOf(license) {
	const id = license.replace(/\+$/, '-or-later');
	return /^[\w.-]+$/.test(id) ? { license: { id } } : { expression: id };
}

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

module.exports = { writeNotices };
