/** Unit and integration tests. The slow ones have files of their own: test/e2e/jest.config.js, test/interop/jest.config.js. */
const swc = (parser) => ['@swc/jest', { jsc: { target: 'es2022', parser }, module: { type: 'commonjs' } }];
const transform = {
	'\\.wasm$': '<rootDir>/tools/wasm/wasmTransform.js',
	'\\.m?ts$': swc({ syntax: 'typescript' }),
	// There as ECMAScript modules alone.
	'/hyparquet[^/]*/.*\\.js$': swc({ syntax: 'ecmascript' }),
};

module.exports = {
	testEnvironment: '<rootDir>/tools/jest/environment.js',
	testSequencer: '<rootDir>/tools/jest/slowFirst.js',
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(browser|e2e|interop)/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform,
	// Packages are taken as they are, but for WebAssembly, which Node does not load by itself, and Parquet.
	transformIgnorePatterns: ['/node_modules/(?!hyparquet).*(?<!\\.wasm)$'],
	reporters: ['default', '<rootDir>/tools/jest/attackTitles.js', '<rootDir>/tools/jest/slowest.js'],
	// Only a test that hangs is to meet this, also where the machine is busy with much else.
	testTimeout: 240_000,
	// Much of the time goes by waiting for servers and retries, so more workers than cores are no burden.
	maxWorkers: 4,
};
