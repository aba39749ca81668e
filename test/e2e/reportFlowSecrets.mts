import { readFile } from 'node:fs/promises';
import type { ReportFlowBench } from './reportFlowBench.mts';
import { findSecrets } from './secrets.mts';

/** What n8n itself writes of every delivery when it logs everything; the token in a path is a part of it. */
const ownLineOfN8n = /Received webhook "POST" for path/;

/** Where a key or a token of ReportFlow can be read that should not be. */
export async function reportFlowLeaks(bench: ReportFlowBench): Promise<string[]> {
	const { appKey, secretKey, clientSecret } = bench.sandbox;
	const found = await findSecrets(bench, [
		['the application key', appKey],
		['the secret key', secretKey],
		['the client secret', clientSecret],
		['the trigger token', bench.token],
	]);
	const lines = (await readFile(bench.n8n.logFile, 'utf8')).split('\n');
	const ours = lines.filter((line) => line.includes(bench.token) && !ownLineOfN8n.test(line));
	return [...found.filter((leak) => leak !== 'the trigger token in the log'), ...ours];
}
