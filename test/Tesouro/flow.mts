import { generateKey } from 'openpgp';
import type { IConnections, INode } from 'n8n-workflow';
import { OpenPgpKeyApi } from '../../credentials/OpenPgpKeyApi.credentials';
import { TesouroApi } from '../../credentials/TesouroApi.credentials';
import { OpenPgp } from '../../nodes/OpenPgp/OpenPgp.node';
import { Tesouro } from '../../nodes/Tesouro/Tesouro.node';
import { TesouroTrigger } from '../../nodes/Tesouro/TesouroTrigger.node';
import { startHarness, type Harness, type HarnessOptions } from '../../tools/harness/harness.mts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { fewHashes } from '../OpenPgp/newKey.mts';

/** n8n's contexts and the sandbox, side by side, with the credentials that join them. */
export interface Stage {
	harness: Harness;
	sandbox: Sandbox;
	credentials: Record<string, Record<string, string>>;
	close(): Promise<void>;
}

export const PASSPHRASE = 'correct horse';

export async function startStage(
	options: { harness?: Partial<HarnessOptions>; sandbox?: SandboxOptions } = {},
): Promise<Stage> {
	const keys = await generateKey({
		userIDs: [{ name: 'Customer' }],
		passphrase: PASSPHRASE,
		format: 'armored',
		config: fewHashes,
	});
	const sandbox = await startSandbox({
		encryptTo: keys.publicKey,
		retryDelaysMs: [20, 20, 20],
		notificationTimeScale: 1 / 60_000,
		...options.sandbox,
	});
	const harness = await startHarness({
		nodes: [TesouroTrigger, Tesouro, OpenPgp],
		credentialTypes: [TesouroApi, OpenPgpKeyApi],
		binaryMode: 'filesystemAtomic',
		...options.harness,
	});
	const credentials = {
		tesouro: {
			environment: 'custom',
			baseUrl: sandbox.url,
			clientId: sandbox.clientId,
			clientSecret: sandbox.clientSecret,
			additionalFileHosts: sandbox.url,
			privateKeys: keys.privateKey,
			passphrase: PASSPHRASE,
			publicKeys: sandbox.publicKey,
			signingSecret: sandbox.notificationSecrets[0]!.secret,
			signingKeyId: sandbox.notificationSecrets[0]!.keyId,
		},
	};
	return {
		harness,
		sandbox,
		credentials,
		async close() {
			await harness.stop();
			await sandbox.close();
		},
	};
}

const theCredential = { tesouroApi: { id: 'tesouro', name: 'Tesouro' } };

/** The trigger alone, or with nodes behind it. */
export function flow(trigger: Partial<INode> = {}, ...behind: Array<Partial<INode>>) {
	const nodes = [
		{
			name: 'Trigger',
			type: 'n8n-nodes-report-delivery.tesouroTrigger',
			typeVersion: 2,
			webhookId: 'hook',
			...trigger,
		},
		...behind,
	].map((node, index): INode => ({
		id: `node-${index}`,
		name: `Node ${index}`,
		type: 'n8n-nodes-report-delivery.tesouro',
		typeVersion: 1,
		position: [index * 200, 0],
		credentials: theCredential,
		...node,
		parameters: {
			...(index === 0 && { event: 'reportReady', authenticity: 'signature' }),
			...node.parameters,
		},
	}));
	const connections: IConnections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [nodes[index]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]),
	);
	return { nodes, connections };
}

/** A Tesouro node that downloads and decrypts what the trigger announced. */
export const downloadNode: Partial<INode> = {
	name: 'Download',
	parameters: { resource: 'report', operation: 'download' },
};
