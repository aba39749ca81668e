/** Which packages a bundle holds: esbuild knows, so no list is kept by hand and no licence is forgotten. */
const path = require('node:path');

/** Folder of each package, by name. */
const bundled = new Map();

/** Notes what went into a bundle. `metafile` is esbuild's. */
function noteBundled({ inputs }) {
	for (const file of Object.keys(inputs)) {
		// The last one, because packages may lie inside packages.
		const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file) ?? [];
		if (name !== undefined) bundled.set(name, path.resolve(folder));
	}
}

/** Name and folder of everything that was bundled, in the order of the names. */
const bundledPackages = () => [...bundled].sort(([one], [other]) => (one < other ? -1 : 1));

module.exports = { noteBundled, bundledPackages };
