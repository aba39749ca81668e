/** Lets Node require a WebAssembly module as its bytes, as the build does. */
const { readFileSync } = require('node:fs');

require.extensions['.wasm'] = (module, file) => {
	module.exports = readFileSync(file);
};
