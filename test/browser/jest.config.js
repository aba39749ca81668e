/** A person's first walk through n8n's editor, in a real browser and a real n8n. One n8n for all, so one process. */
module.exports = {
	...require('../../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/browser/**/*.test.mts'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	testTimeout: 180_000,
};
