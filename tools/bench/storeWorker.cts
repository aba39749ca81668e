/**
 * The OpenPGP node's Decrypt operation in n8n-core's engine, from its binary store into its binary store, in a process of
 * its own. Usage: storeWorker.cts <file> <private key> <public key>. Prints the time of the execution alone, because n8n
 * runs already when a file comes, and by how much it raised the memory of the process.
 */
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { startHarness } from '../harness/harness.mts';

const [file, privateKeyFile, publicKeyFile] = process.argv.slice(2) as [string, string, string];
const { OpenPgp } = require(path.resolve('dist/nodes/OpenPgp/OpenPgp.node.js'));
const { OpenPgpKeyApi } = require(path.resolve('dist/credentials/OpenPgpKeyApi.credentials.js'));

async function main() {
	const harness = await startHarness({
		nodes: [OpenPgp],
		credentialTypes: [OpenPgpKeyApi],
		binaryMode: 'filesystemAtomic',
	});
	try {
		const binary = await harness.storeBinary(createReadStream(file), { fileName: path.basename(file) });
		const keys = {
			privateKeys: readFileSync(privateKeyFile, 'utf8'),
			publicKeys: readFileSync(publicKeyFile, 'utf8'),
		};
		const before = process.memoryUsage().rss;
		let peak = before;
		const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
		const started = process.hrtime.bigint();
		const { items, error } = await harness.runNode(
			{
				type: 'openPgp',
				parameters: { resource: 'file', operation: 'decrypt' },
				credentials: { openPgpKeyApi: { id: 'keys', name: 'Keys' } },
			},
			[{ json: {}, binary: { data: binary } }],
			{ credentials: { keys } },
		);
		const seconds = Number(process.hrtime.bigint() - started) / 1e9;
		clearInterval(watch);
		if (error !== undefined) throw new Error(error.message);
		const { bytes, sha256 } = items[0]!.json.openPgp as { bytes: number; sha256: string };
		process.stdout.write(`${JSON.stringify({ bytes, sha256, seconds, peak: peak - before })}\n`);
	} finally {
		await harness.stop();
	}
}

void main();
