import { credentialData } from '../sandbox/Tesouro/credentialData.mts';
import type { Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import { digestCsv } from './csvDigest.mts';
import { importExample, type ImportedExample } from './example.mts';
import type { Execution, ExecutionItem } from './n8nApi.mts';
import type { N8n } from './n8n.mts';
import { makeRecipientKey, type RecipientKey } from './recipientKey.mts';

/** What the main job needs. */
export interface MainJobOptions {
	n8n: N8n;
	sandbox: Sandbox;
	rows: number;
	/** Told each step as it happens. */
	say: (line: string) => void;
}

/** How the main job ended. */
export interface MainJobResult {
	/** Whether what n8n stored is what the sandbox made, to the byte and to the row. */
	isEqual: boolean;
	workflowUrl: string;
}

const EXAMPLE = 'tesouro-report-to-file';
const EXECUTION_WITHIN_MS = 10 * 60_000;

const count = (value: number) => value.toLocaleString('en-US');
const size = (bytes: number) => (bytes < 1e6 ? `${count(bytes)} bytes` : `${(bytes / 1e6).toFixed(1)} MB`);

async function importWorkflow(
	{ n8n, sandbox, say }: MainJobOptions,
	key: RecipientKey,
): Promise<ImportedExample> {
	const tesouroApi = {
		name: 'Tesouro (sandbox on this machine)',
		id: await n8n.createCredential({
			name: 'Tesouro (sandbox on this machine)',
			type: 'tesouroApi',
			data: credentialData(sandbox, key),
		}),
	};
	const { status, message } = await n8n.testCredential(tesouroApi.id);
	if (status !== 'OK') throw new Error(`n8n says of the Tesouro credential: ${message}`);
	const imported = await importExample(n8n, EXAMPLE, { tesouroApi });
	say(`Imported the workflow "${EXAMPLE}" and its credential, which was tested`);
	await n8n.publish(imported.workflowId);
	say(`Published: listening at ${imported.webhookUrl}`);
	return imported;
}

/** The one item that a node handed on. Says what went wrong if it did not. */
function outputOf(execution: Execution, node: string): ExecutionItem {
	const { runData, error } = execution.data?.resultData ?? { runData: {} };
	const run = runData[node]?.[0];
	const item = run?.data?.main[0]?.[0];
	if (item === undefined) {
		const reason = run?.error?.message ?? error?.message ?? 'it handed on nothing';
		throw new Error(`Execution ${execution.id} ended with ${execution.status} at "${node}": ${reason}`);
	}
	return item;
}

function sayVerdict(
	json: Record<string, unknown>,
	signingFingerprint: string,
	say: MainJobOptions['say'],
): void {
	const { verification, report } = json['data'] as {
		verification: { verdict: string; method: string; signer?: { fingerprint?: string; userId?: string } };
		report: { id: string };
	};
	const by = verification.signer
		? ` by key ${verification.signer.fingerprint} ${verification.signer.userId ?? ''}`
		: '';
	if (verification.signer?.fingerprint?.toUpperCase() !== signingFingerprint.toUpperCase())
		throw new Error(`The trigger did not verify the sandbox's signature: ${JSON.stringify(verification)}`);
	say(`Event ${String(json['type'])} of report ${report.id}`);
	say(
		`${verification.verdict[0]?.toUpperCase()}${verification.verdict.slice(1)} (${verification.method})${by}`,
	);
}

/**
 * The main job on a real n8n: a report of many rows is made, encrypted, announced by a signed webhook, downloaded,
 * decrypted and stored by the example workflow, and compared with what the sandbox made.
 */
export async function runMainJob(options: MainJobOptions): Promise<MainJobResult> {
	const { n8n, sandbox, rows, say } = options;
	const key = await makeRecipientKey();
	say(`Made an RSA-4096 key to encrypt to: ${key.fingerprint}`);
	const { workflowId, webhookUrl, trigger } = await importWorkflow(options, key);
	sandbox.configure({ webhookUrl, encryptTo: key.publicKey });

	const report = await sandbox.makeReport({ rows });
	const { plaintextBytes = 0, plaintextSha256, ciphertextBytes } = report;
	say(`The sandbox made a report of ${count(rows)} rows: ${size(plaintextBytes)}`);
	say(`  SHA-256 ${plaintextSha256}`);
	say(`  encrypted to the key above: ${size(ciphertextBytes)}`);

	const last = (await sandbox.deliver(report)).at(-1);
	if (last?.status !== 200) throw new Error(`The webhook was answered with ${last?.status ?? 'nothing'}`);
	say(`Delivered the signed webhook: answered ${last.status} at attempt ${last.attempt}`);

	const [execution] = await n8n.waitForExecutions(workflowId, 1, EXECUTION_WITHIN_MS);
	if (execution === undefined) throw new Error('n8n lists no execution');
	sayVerdict(outputOf(execution, trigger).json, sandbox.signingFingerprint, say);
	const { json, binary = {} } = outputOf(execution, 'Download report');
	const file = json['file'] as { fileName: string; bytes: number; sha256: string; decrypted: unknown };
	say(
		`Downloaded and ${file.decrypted ? 'decrypted' : 'NOT decrypted'}: ${file.fileName}, ${size(file.bytes)}`,
	);

	const stored = Object.values(binary)[0]?.id;
	if (stored === undefined) throw new Error('"Download report" stored no file');
	const digest = await digestCsv(await n8n.downloadBinary(stored));
	say(`n8n stored ${count(digest.rows)} rows: ${size(digest.bytes)}`);
	const isEqual =
		digest.rows === rows && digest.sha256 === plaintextSha256 && file.sha256 === plaintextSha256;
	say(`  SHA-256 ${digest.sha256}: ${isEqual ? 'equal to' : 'NOT EQUAL to'} what the sandbox made`);
	return { isEqual, workflowUrl: `${n8n.url}/workflow/${workflowId}` };
}
