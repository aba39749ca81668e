/** Lets jest import a WebAssembly module as its bytes, as the build does. */
const { readFileSync } = require('node:fs');

module.exports = {
	process: (_, file) => ({
		code: `module.exports = Buffer.from('${readFileSync(file).toString('base64')}', 'base64');`,
	}),
};
