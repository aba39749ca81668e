/**
 * The build: TypeScript to dist, then the doors to libraries (nodes/shared/vendor) replaced by one bundle each.
 *
 *   clean -> compile -> bundle, assets, schemas, notices
 */
const { execFile } = require('node:child_process');
const { readdir, rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { noteBundled } = require('./build/bundledPackages.js');
const { writeNotices } = require('./build/notices.js');
const { writeOutputSchemas } = require('./build/outputSchemas.js');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

/** tsc writes one CommonJS file a source file: what n8n loads is what one reads in nodes/ and credentials/. */
async function compile() {
	const tsc = run(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.json']);
	await tsc.catch(({ stdout }) => {
		throw new Error(`TypeScript found errors:\n${stdout}`);
	});
}

const bundled = {
	bundle: true,
	format: 'cjs',
	platform: 'node',
	target: 'node20',
	external: ['n8n-workflow'],
	// Readable, so that everybody can put another version of the library in its place, as its licence (LGPL) asks.
	minify: false,
	legalComments: 'inline',
	drop: ['console'],
	logLevel: 'warning',
	metafile: true,
};

/** What a door needs beyond that, by its file name. */
const doorOptions = {
	/** The bytes of the WebAssembly module stand in the file itself: a community node may not read files. */
	zlib: { loader: { '.wasm': 'binary' } },
	/** hyparquet-writer in the form that touches no file system. */
	parquet: { conditions: ['browser'] },
	/** OpenPGP.js in its Node build, whose AES and SHA-1 are native: the browser build is several times slower. */
	openpgp: {
		alias: {
			openpgp: './node_modules/openpgp/dist/node/openpgp.mjs',
			module: './build/openpgpModule.mjs',
		},
		inject: ['build/openpgpScope.mjs'],
		define: {
			global: 'openpgpScope',
			window: 'undefined',
			setTimeout: 'openpgpDefer',
			'import.meta.url': '"file:///"',
			'process.env.NODE_ENV': '"production"',
		},
	},
};

const vendor = 'nodes/shared/vendor';

/** Each door to a library becomes one file that holds the library. */
async function bundle() {
	const doors = (await readdir(vendor)).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
	const names = doors.map((file) => file.slice(0, -'.ts'.length));
	const builds = names.map((name) =>
		esbuild.build({
			...bundled,
			entryPoints: [`${vendor}/${name}.ts`],
			outfile: `dist/${vendor}/${name}.js`,
			...doorOptions[name],
		}),
	);
	for (const { metafile } of await Promise.all(builds)) noteBundled(metafile);
}

/** Icons and codex files lie beside the compiled nodes, where n8n looks for them. */
const assets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(dest('dist'));

const build = series(clean, compile, parallel(bundle, assets), writeOutputSchemas, writeNotices);

module.exports = { build, clean, compile, default: build };
