/**
 * Adds to package-lock.json the optional packages of other platforms that `npm install` left out, because the registry
 * (a mirror, say) does not have them. `npm ci` refuses a lock file with such holes. Usage: node build/completeLock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = [
	'darwin',
	'linux',
	'win32',
	'android',
	'freebsd',
	'openbsd',
	'netbsd',
	'sunos',
	'aix',
	'openharmony',
];
const processors = [
	'x64',
	'arm64',
	'arm',
	'ia32',
	'ppc64',
	's390x',
	'riscv64',
	'loong64',
	'mips64el',
	'wasm32',
];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;

/** Whether Node would find the package from where it is wanted. */
function isFound(from, name) {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
		if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
		if (folder === '') return false;
		if (!folder.includes('/node_modules/')) return `node_modules/${name}` in packages;
	}
}

for (const [from, { optionalDependencies = {} }] of Object.entries(packages)) {
	for (const [name, range] of Object.entries(optionalDependencies)) {
		if (isFound(from, name)) continue;
		const words = name.split(/[-/]/);
		const os = systems.filter((system) => words.includes(system));
		const cpu = processors.filter((processor) => words.includes(processor));
		if (cpu.length === 0 && /eabi/.test(name)) cpu.push('arm');
		const libc = words.includes('musl')
			? ['musl']
			: words.includes('gnu') && os[0] === 'linux'
				? ['glibc']
				: [];
		packages[`node_modules/${name}`] = {
			version: range.replace(/^[~^]/, ''),
			...(cpu.length > 0 && { cpu }),
			dev: true,
			optional: true,
			...(os.length > 0 && { os }),
			...(libc.length > 0 && { libc }),
		};
		console.log(`Added ${name}`);
	}
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, '\t')}\n`);
