import { readFile } from 'node:fs/promises';
import type { ReportFlowStage } from './reportFlowStage.mts';
import { findSecrets } from './secrets.mts';

/** What n8n itself writes of every delivery when it logs everything; the token in a path is a part of it. */
const ownLineOfN8n = /Received webhook "POST" for path/;

/** Where a key or a token of ReportFlow can be read that should not be. */
export async function reportFlowLeaks(stage: ReportFlowStage): Promise<string[]> {
	const { appKey, secretKey, clientSecret } = stage.sandbox;
	const found = await findSecrets(stage, [
		['the application key', appKey],
		['the secret key', secretKey],
		['the client secret', clientSecret],
		['the trigger token', stage.token],
	]);
	const lines = (await readFile(stage.n8n.logFile, 'utf8')).split('\n');
	const ours = lines.filter((line) => line.includes(stage.token) && !ownLineOfN8n.test(line));
	return [...found.filter((leak) => leak !== 'the trigger token in the log'), ...ours];
}
