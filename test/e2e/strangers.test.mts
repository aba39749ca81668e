import { readKey, type Key } from 'openpgp';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeRunFolder, removeRunFolder, startHost, type Host } from '../../tools/host/host.mts';
import { compressed, literal, packet, partialPacket } from '../../tools/fuzz/cost/packets.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { encryptPackets } from '../OpenPgp/messages.mts';
import { inWords, leastDelay, measureLoopDelays, OWN_STALL_MS } from './loopDelay.mts';
import { credentialData } from './stage.mts';
import { publish, type LiveWorkflow } from './liveWorkflow.mts';
import { makeRecipientKey } from '../../tools/host/recipientKey.mts';
import { decrypt, end, fileWebhook, trigger, type FlowNode } from './workflow.mts';

let folder: string;
let host: Host;
let sandbox: Sandbox;
let publicKey: Key;
let credentials: Record<string, { id: string; name: string }>;
const { env, during, remove } = measureLoopDelays();

beforeAll(async () => {
	folder = await makeRunFolder();
	sandbox = await startSandbox({ retryDelaysMs: [] });
	host = await startHost({ folder, env, say: () => undefined });
	const key = await makeRecipientKey();
	publicKey = await readKey({ armoredKey: key.publicKey });
	const data = credentialData(sandbox, key);
	const make = async (type: 'tesouroApi' | 'openPgpKeyApi') => ({
		id: await host.n8n.createCredential({ name: type, type, data: data[type] }),
		name: type,
	});
	credentials = { tesouroApi: await make('tesouroApi'), openPgpKeyApi: await make('openPgpKeyApi') };
});
afterAll(async () => {
	await host.close();
	await sandbox.close();
	await removeRunFolder(folder);
	remove();
});

/** A literal data packet in parts of one octet, compressed a thousandfold: in the real n8n these held it for 31 seconds. */
const crumbs = (bytes: number, firstBits: number) =>
	packet(8, compressed(2, partialPacket(11, literal(Buffer.alloc(bytes)), firstBits, 0)));
const markers = packet(8, compressed(3, Buffer.alloc(5e6, packet(10, Buffer.from('PGP')))));
const padded = packet(
	8,
	compressed(2, Buffer.concat([packet(11, literal(Buffer.from('{}'))), packet(21, Buffer.alloc(2e7))])),
);
const attacks: Array<[string, Buffer]> = [
	...[5e5, 2e6, 6e6, 19e6].flatMap((bytes): Array<[string, Buffer]> => [
		[`${bytes} crumbs`, crumbs(bytes, 0)],
		[`${bytes} crumbs behind a first part of 512`, crumbs(bytes, 9)],
	]),
	['markers in BZip2', markers],
	['padding behind the data', padded],
	// An expression that tried all ways to divide the blanks took half a second for these 216 bytes, and years for twice as many.
	[
		'a signed text with blanks in its Hash lines',
		Buffer.from(`-----BEGIN PGP SIGNED MESSAGE-----\n${`Hash:${' '.repeat(30)}\n`.repeat(5)}x`),
	],
];

const post = async (url: string, body: Buffer) =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/octet-stream' },
		body: new Uint8Array(body),
	});

const openPgp = (name: string, parameters: Record<string, unknown>): FlowNode => ({
	...decrypt({ operation: name, ...parameters }),
	onError: 'continueRegularOutput',
});

it.each<[string, FlowNode[]]>([
	['Tesouro Trigger, None', [trigger({ authenticity: 'none' }), end]],
	['Tesouro Trigger, signature', [trigger(), end]],
	['Decrypt', [fileWebhook(), openPgp('decrypt', {}), end]],
	['Verify', [fileWebhook(), openPgp('verify', { failWhenNotValid: true }), end]],
	['Inspect', [fileWebhook(), openPgp('inspect', {}), end]],
])('%s: no message holds n8n up', async (name, nodes) => {
	const workflow: LiveWorkflow = await publish({ n8n: host.n8n, sandbox }, nodes, credentials);
	await post(workflow.url, Buffer.from('nothing of the kind'));
	const idle = await during(async () => await sleep(2_000));
	const plain = await during(async () => await post(workflow.url, Buffer.from('nothing of the kind')));
	const lines = [`${name}: nothing to do ${inWords(idle)}; no OpenPGP at all ${inWords(plain)}`];
	const worst = { processor: 0, used: 0 };
	for (const [attack, packets] of attacks) {
		// Only what is encrypted to us is opened at all.
		const body = name === 'Decrypt' ? await encryptPackets(packets, publicKey, 'AES') : packets;
		const seen = await leastDelay(0, async () => {
			const once = await during(async () => {
				const answer = await post(workflow.url, body);
				lines.push(`  ${attack}, ${body.length} bytes: ${answer.status}`);
				await sleep(500);
			});
			lines[lines.length - 1] += ` ${inWords(once)}`;
			return once;
		});
		worst.processor = Math.max(worst.processor, seen.processor);
		worst.used = Math.max(worst.used, seen.used);
	}
	console.log(lines.join('\n'));
	expect(worst.processor - Math.max(idle.processor, plain.processor)).toBeLessThan(OWN_STALL_MS);
});
