/** Files as other programs make them: gpg, sq, rnp and BouncyCastle have to be installed (see .ci/run). */
module.exports = {
	...require('../../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/interop/**/*.test.mts'],
	testPathIgnorePatterns: ['/node_modules/'],
	testTimeout: 60_000,
};
