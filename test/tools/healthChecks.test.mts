import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { askMeanwhile } from '../../tools/harness/healthChecks.mts';

/** Answers from a thread of its own, as n8n does from a process of its own. */
async function startServer(status: number) {
	const server = new Worker(
		`const { parentPort } = require('node:worker_threads');
		const server = require('node:http').createServer((_, response) => response.writeHead(${status}).end());
		server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
		{ eval: true, execArgv: [] },
	);
	const [port] = (await once(server, 'message')) as [number];
	return { url: `http://127.0.0.1:${port}`, close: async () => await server.terminate() };
}

const holdThisThread = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('health is asked for while the thread of the test is held', async () => {
	const server = await startServer(200);
	const { times } = await askMeanwhile(server.url, async () => {
		holdThisThread(500);
		return await Promise.resolve();
	});
	await server.close();
	// Asked from the held thread, there would be one answer at most.
	expect(times.length).toBeGreaterThanOrEqual(3);
});

it('an answer other than 200 is an error', async () => {
	const server = await startServer(503);
	const asked = askMeanwhile(server.url, async () => {
		holdThisThread(300);
		return await Promise.resolve();
	});
	await expect(asked).rejects.toThrow('n8n answered 503 to a health check');
	await server.close();
});
