/**
 * Asks for the health of n8n every 50 ms, in a thread of its own: what keeps the tests busy must not look like a slow n8n.
 * Each question has a connection of its own, as a load balancer asks it.
 */
const { get } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');

const EVERY_MS = 50;
const answers = [];

async function ask() {
	const start = performance.now();
	const status = await new Promise((resolve, reject) => {
		get(workerData.url, { agent: false }, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode));
			response.once('error', reject);
		}).once('error', reject);
	});
	if (status !== 200) throw new Error(`n8n answered ${status} to a health check`);
	return performance.now() - start;
}

const timer = setInterval(() => answers.push(ask().catch((error) => error)), EVERY_MS);
parentPort.once('message', async () => {
	clearInterval(timer);
	const all = await Promise.all(answers);
	const failed = all.find((answer) => answer instanceof Error);
	parentPort.postMessage(failed ? { error: failed.message } : { times: all });
	parentPort.close();
});
