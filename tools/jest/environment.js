const asyncHooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

/** Those in use, whoever made them: Jest one a test file, and libraries theirs each time that they are loaded. */
const inUse = new Set();

class Recorded extends asyncHooks.AsyncLocalStorage {
	run(...given) {
		inUse.add(this);
		return super.run(...given);
	}

	enterWith(store) {
		inUse.add(this);
		super.enterWith(store);
	}
}
asyncHooks.AsyncLocalStorage = Recorded;

/**
 * Node's environment, without a cost that grows from file to file. Up to Node.js 22, an AsyncLocalStorage that was used once
 * is copied into every promise of the process until somebody disables it. Jest makes one for each test file and leaves
 * it, so the fortieth file of a worker would take many times as long as alone.
 */
module.exports = class Environment extends TestEnvironment {
	async teardown() {
		await super.teardown();
		for (const storage of inUse) storage.disable();
		inUse.clear();
	}
};
