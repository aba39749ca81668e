import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMessage, encrypt, readKey } from 'openpgp';
import { askMeanwhile, percentile } from '../../harness/healthChecks.mts';
import { makeRecipientKey } from '../../host/recipientKey.mts';
import type { Cluster } from '../cluster.mts';
import { bodyOf, makeNode, providers, publish, publishFlow, type Flow, type Provider } from '../flows.mts';
import type { Row } from '../row.mts';
import { send } from '../sender.mts';
import { settled } from '../settled.mts';
import { memoryOf } from '../watch.mts';
import { median } from '../../harness/median.mts';

const MINUTES = 60;
const EVENTS_A_MINUTE = 60;
const LARGE_BYTES = 60e6;
const WARM_UP = 0.2;
const HEALTH_P95_MS = 100;
const HEALTH_MAX_MS = 500;

/** What a day brings, in an hour: all three triggers, each event three times, and a large file to decrypt every 15 seconds. */
export const mixed: Row = {
	name: 'an hour of all three triggers and a large decryption every 15 s',
	where: 'sqlite',
	async run({ cluster, effects, scaled, judgesMemory, say }) {
		const minutes = scaled(MINUTES);
		const member = cluster.receivers[0]!;
		const flows = await Promise.all(
			providers.map(
				async (provider) =>
					[provider, await publishFlow(cluster, provider, { effectUrl: effects.url })] as const,
			),
		);
		const large = await publishDecryption(cluster);
		const { result: memories, times } = await askMeanwhile(`http://127.0.0.1:${member.port}`, async () => {
			const samples: number[] = [];
			for (let minute = 0; minute < minutes; minute++) {
				await Promise.all(flows.map(async ([provider, flow]) => await oneMinute(provider, flow, minute)));
				samples.push(memoryOf(member.pid));
				if (minute % 5 === 4) say(`${minute + 1} minutes: ${Math.round(samples.at(-1)!)} MB`);
			}
			return samples;
		});
		const decrypted = await large.end();
		for (const [, flow] of flows) await settled(cluster, flow.id);
		const counts = effects.counts();
		const events = minutes * EVENTS_A_MINUTE * providers.length;
		const warm = Math.ceil(memories.length * WARM_UP);
		const [early, late] = [memories.slice(warm, warm * 2), memories.slice(-warm)].map(median);
		const growth = late! / early!;
		const [p95, most] = [percentile(times, 0.95), times.at(-1)!];
		return {
			figures: {
				minutes,
				events: `${counts.size} of ${events}`,
				twice: [...counts.values()].filter((count) => count > 1).length,
				'files decrypted': `${decrypted.done}, failed ${decrypted.failed}`,
				'memory late against early': `${Math.round(late!)} against ${Math.round(early!)} MB: ${growth.toFixed(2)}x`,
				'health checks': `${times.length}: p50 ${percentile(times, 0.5).toFixed(0)}, p95 ${p95.toFixed(0)}, most ${most.toFixed(0)} ms`,
			},
			broken: [
				...(counts.size < events ? [`${events - counts.size} lost`] : []),
				...([...counts.values()].some((count) => count > 1) ? ['some ran twice'] : []),
				...(decrypted.failed > 0 || decrypted.done === 0 ? ['decryption'] : []),
				...(judgesMemory && growth > 1.1 ? [`memory grew ${growth.toFixed(2)}x`] : []),
				...(p95 > HEALTH_P95_MS || most > HEALTH_MAX_MS ? ['n8n was slow to answer for its health'] : []),
			],
		};
	},
};

/** Sixty events, one a second, each delivered three times within three seconds. */
async function oneMinute(provider: Provider, { urls }: Flow, minute: number): Promise<void> {
	const sending = Array.from({ length: EVENTS_A_MINUTE }, async (_, second) => {
		await sleep(second * 1_000);
		const bodies = [bodyOf[provider](`${provider}-${minute}-${second}`)];
		await send({ urls, bodies, copies: 3, atOnce: 3, apartMs: 3_000 });
	});
	await Promise.all(sending);
}

/** Fetches an encrypted file every 15 seconds and decrypts it. */
async function publishDecryption(cluster: Cluster) {
	const key = await makeRecipientKey();
	const ciphertext = await encrypt({
		message: await createMessage({ binary: new Uint8Array(randomBytes(LARGE_BYTES)) }),
		encryptionKeys: await readKey({ armoredKey: key.publicKey }),
		format: 'binary',
	});
	const server = createServer((_, response) => response.end(ciphertext));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report.csv.gpg`;
	const data = { privateKeys: key.privateKey, passphrase: key.passphrase };
	const id = await cluster.api.createCredential({ name: 'key', type: 'openPgpKeyApi', data });
	const every15s = { rule: { interval: [{ field: 'seconds', secondsInterval: 15 }] } };
	const asFile = { response: { response: { responseFormat: 'file' } } };
	const flow = await publish(
		cluster,
		'decryption',
		[
			makeNode('Every 15 s', 'n8n-nodes-base.scheduleTrigger', every15s, { typeVersion: 1.2 }),
			makeNode('Fetch', 'n8n-nodes-base.httpRequest', { url, options: asFile }, { typeVersion: 4.2 }),
			makeNode(
				'Decrypt',
				'n8n-nodes-report-delivery.openPgp',
				{ resource: 'file', operation: 'decrypt', binaryPropertyName: 'data', requireSignature: false },
				{ credentials: { openPgpKeyApi: { id, name: 'key' } } },
			),
		],
		'',
	);
	return {
		async end() {
			await cluster.api.unpublish(flow.id);
			const executions = await settled(cluster, flow.id);
			server.close();
			const done = executions.filter(({ status }) => status === 'success').length;
			return { done, failed: executions.length - done };
		},
	};
}
