import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startHost } from '../../tools/host/host.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { makeRecipientKey, type RecipientKey } from '../../tools/host/recipientKey.mts';
import { startTogether, type Keep } from '../../tools/host/startTogether.mts';
import { credentialData as tesouroData, keyData } from '../../tools/sandbox/Tesouro/credentialData.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { startGpg, type Gpg } from './gpg.mts';
import { publish, type LiveWorkflow } from './liveWorkflow.mts';
import { watchTokens } from './tokens.mts';
import type { FlowNode } from './workflow.mts';

/** A real n8n with the packed package, a provider beside it, and the credentials that join them. */
export interface Stage {
	n8n: N8n;
	sandbox: Sandbox;
	/** Undefined where gpg is not installed. */
	gpg: Gpg | undefined;
	/** The customer's key, made by gpg where there is one. */
	key: RecipientKey;
	/** Everything of this run. */
	folder: string;
	/** Where n8n keeps everything. */
	userFolder: string;
	credentials: Record<'tesouroApi', { id: string; name: string }>;
	/** The workflows that were published. */
	workflows: LiveWorkflow[];
	/** The access tokens that the provider was shown. */
	tokens: ReadonlySet<string>;
	publish(
		nodes: FlowNode[],
		credentials?: Record<string, { id: string; name: string }>,
	): Promise<LiveWorkflow>;
	close(): Promise<void>;
}

/** What the credentials hold: that of Tesouro, and one of keys alone. */
export const credentialData = (sandbox: Sandbox, key: RecipientKey) => ({
	tesouroApi: {
		...tesouroData(sandbox, key),
		signingSecret: sandbox.notificationSecrets[0]!.secret,
		signingKeyId: sandbox.notificationSecrets[0]!.keyId,
	},
	openPgpKeyApi: keyData(sandbox, key),
});

async function makeCredentials(n8n: N8n, data: ReturnType<typeof credentialData>) {
	const make = async (name: string, type: keyof typeof data) => ({
		id: await n8n.createCredential({ name, type, data: data[type] }),
		name,
	});
	return {
		tesouroApi: await make('Tesouro', 'tesouroApi'),
		openPgpKeyApi: await make('OpenPGP keys', 'openPgpKeyApi'),
	};
}

/** Starts everything; n8n logs as much as it can, so that a secret in its log would show. `env` is for n8n. */
export async function startStage(options: { env?: Record<string, string> } = {}): Promise<Stage> {
	return await startTogether(async (folder, keep) => await start(folder, keep, options.env));
}

async function start(
	folder: string,
	keep: Keep,
	more: Record<string, string> = {},
): Promise<Omit<Stage, 'close'>> {
	const gpg = await startGpg();
	if (gpg) await keep(gpg);
	const sandbox = await keep(startSandbox({ retryDelaysMs: [] }));
	const watch = watchTokens();
	await keep({ close: async () => watch.stop() });

	const key = await (gpg ? gpg.makeKey('Report recipient') : makeRecipientKey());
	sandbox.configure({ encryptTo: key.publicKey });
	const env = { N8N_LOG_LEVEL: 'debug', TMPDIR: join(folder, 'tmp'), ...more };
	await mkdir(env.TMPDIR);
	const { n8n } = await keep(startHost({ folder, env, say: () => undefined }));

	const credentials = await makeCredentials(n8n, credentialData(sandbox, key));
	const workflows: LiveWorkflow[] = [];
	return {
		n8n,
		sandbox,
		gpg,
		key,
		folder,
		userFolder: join(folder, 'n8n'),
		credentials,
		workflows,
		tokens: watch.tokens,
		async publish(nodes, chosen = credentials) {
			const workflow = await publish({ n8n, sandbox }, nodes, chosen);
			workflows.push(workflow);
			return workflow;
		},
	};
}
