/** `npm run peers`: Jest runs it because the nodes' own modules are loaded as Jest loads them. */
module.exports = {
	...require('../../../jest.config.js'),
	rootDir: '../../..',
	testMatch: ['<rootDir>/tools/interop/peers/askPeers.mts'],
	testPathIgnorePatterns: ['/node_modules/'],
	reporters: ['default'],
};
