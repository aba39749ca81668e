import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunFolder, removeRunFolder, startHost } from '../../tools/host/host.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { makeRecipientKey, type RecipientKey } from '../../tools/host/recipientKey.mts';
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

const keyData = (sandbox: Sandbox, key: RecipientKey) => ({
	privateKeys: key.privateKey,
	passphrase: key.passphrase,
	publicKeys: sandbox.publicKey,
});

/** What the credentials hold: that of Tesouro, and one of keys alone. */
export const credentialData = (sandbox: Sandbox, key: RecipientKey) => ({
	tesouroApi: {
		environment: 'custom',
		baseUrl: sandbox.url,
		clientId: sandbox.clientId,
		clientSecret: sandbox.clientSecret,
		additionalFileHosts: sandbox.url,
		...keyData(sandbox, key),
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
	const folder = await makeRunFolder();
	// In reverse, also when the start fails half-way.
	const closers = [async () => await removeRunFolder(folder)];
	const close = async () => {
		for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
	};
	try {
		return { ...(await start(folder, closers, options.env)), folder, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function start(
	folder: string,
	closers: Array<() => Promise<void>>,
	more: Record<string, string> = {},
): Promise<Omit<Stage, 'folder' | 'close'>> {
	const gpg = await startGpg();
	if (gpg) closers.push(async () => await gpg.close());
	const sandbox = await startSandbox({ retryDelaysMs: [] });
	closers.push(async () => await sandbox.close());
	const watch = watchTokens();
	closers.push(async () => watch.stop());

	const key = await (gpg ? gpg.makeKey('Report recipient') : makeRecipientKey());
	sandbox.configure({ encryptTo: key.publicKey });
	const env = { N8N_LOG_LEVEL: 'debug', TMPDIR: join(folder, 'tmp'), ...more };
	await mkdir(env.TMPDIR);
	const host = await startHost({ folder, env, say: () => undefined });
	closers.push(async () => await host.close());
	const { n8n } = host;

	const credentials = await makeCredentials(n8n, credentialData(sandbox, key));
	const workflows: LiveWorkflow[] = [];
	return {
		n8n,
		sandbox,
		gpg,
		key,
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
