import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deliver } from '../../harness/deliver.mts';
import { ensureN8n } from '../../host/install.mts';
import { bodyOf, publishFlow, publishWebhook, type Flow } from '../flows.mts';
import type { Row, Stage } from '../row.mts';
import { usageOf } from '../watch.mts';
import { median } from '../../harness/median.mts';

const run = promisify(execFile);
const REMEMBERED = 10_000;
const TEXTS_AN_EVENT = 7;
const SLOTS = 1024;

/** What one accepted delivery costs, against n8n's own Webhook node, in turns on the same n8n. */
export const cost = (engine: 'lazy' | 'default'): Row => ({
	name: `an accepted delivery against n8n's Webhook node, 10,000 remembered, ${engine} engine`,
	where: 'sqlite',
	env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(engine === 'lazy') },
	async run(stage) {
		const { cluster, scaled } = stage;
		const ours = await publishFlow(cluster, 'tesouro', {});
		const webhook = await publishWebhook(cluster);
		await fill(cluster.folder, ours.id);
		const sides = { ours: side(ours), webhook: side(webhook) };
		const rounds = 8;
		for (let round = 0; round <= rounds; round++) {
			for (const one of round % 2 ? [sides.ours, sides.webhook] : [sides.webhook, sides.ours]) {
				await measure(stage, one, round, scaled(25), scaled(50));
			}
		}
		const ratio = (of: (one: Side) => number) => Number((of(sides.ours) / of(sides.webhook)).toFixed(2));
		const limits =
			engine === 'lazy' ? { p50: 1.15, throughput: 0.9, cpu: 1.2 } : { p50: 1.5, throughput: 0.7, cpu: 1.5 };
		const p50 = ratio(({ milliseconds }) => median(milliseconds));
		const throughput = ratio(({ perSecond }) => median(perSecond));
		const cpu = ratio(({ cpuMs }) => median(cpuMs));
		const written = (one: Side) => median(one.written) / 1024;
		const more = Math.round(written(sides.ours) - written(sides.webhook));
		return {
			figures: {
				'p50 (ms)': `${median(sides.ours.milliseconds)} against ${median(sides.webhook.milliseconds)}: ${p50}x`,
				throughput: `${throughput}x`,
				'CPU (ms)': `${Math.round(median(sides.ours.cpuMs))} against ${Math.round(median(sides.webhook.cpuMs))}: ${cpu}x`,
				'KB more written': more,
			},
			broken: [
				...(p50 > limits.p50 ? [`p50 ${p50}x`] : []),
				...(throughput < limits.throughput ? [`throughput ${throughput}x`] : []),
				...(cpu > limits.cpu ? [`CPU ${cpu}x`] : []),
				...(more > 40 ? [`${more} KB more written`] : []),
			],
		};
	},
});

interface Side {
	flow: Flow;
	sent: number;
	milliseconds: number[];
	perSecond: number[];
	cpuMs: number[];
	written: number[];
}
const side = (flow: Flow): Side => ({
	flow,
	sent: 0,
	milliseconds: [],
	perSecond: [],
	cpuMs: [],
	written: [],
});

/** One after the other for the time, then ten at a time for the throughput. Round 0 warms up. */
async function measure({ cluster }: Stage, one: Side, round: number, alone: number, together: number) {
	const { pid, port } = cluster.receivers[0]!;
	const post = async () => {
		const began = Date.now();
		const body = bodyOf.tesouro(`${one.flow.id}-${one.sent++}`);
		const { status } = await deliver(`http://127.0.0.1:${port}/${one.flow.path}`, body);
		if (status !== 200) throw new Error(`A delivery was answered with ${status}`);
		return Date.now() - began;
	};
	const before = usageOf(pid);
	const times: number[] = [];
	for (let count = 0; count < alone; count++) times.push(await post());
	let left = together;
	const began = Date.now();
	await Promise.all(
		Array.from({ length: 10 }, async () => {
			while (left-- > 0) await post();
		}),
	);
	const seconds = (Date.now() - began) / 1000;
	await drained(cluster, one.flow.id);
	const after = usageOf(pid);
	if (round === 0) return;
	one.milliseconds.push(...times);
	one.perSecond.push(together / seconds);
	one.cpuMs.push((after.cpuMs - before.cpuMs) / (alone + together));
	one.written.push((after.written - before.written) / (alone + together));
}

async function drained({ api }: Stage['cluster'], workflowId: string) {
	while ((await api.countRunning(workflowId)) > 0) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Fills the memory of a workflow as 10,000 events would. n8n's own Node has SQLite in it. */
async function fill(folder: string, workflowId: string) {
	const { node } = await ensureN8n(() => undefined);
	const script = `
		const { DatabaseSync } = require('node:sqlite');
		const { randomBytes } = require('node:crypto');
		const database = new DatabaseSync(${JSON.stringify(join(folder, 'n8n', '.n8n', 'database.sqlite'))});
		database.exec('pragma busy_timeout = 20000; begin immediate');
		const insert = database.prepare('insert or replace into processed_data (workflowId, context, value, createdAt, updatedAt) values (?, ?, ?, current_timestamp, current_timestamp)');
		for (let slot = 0; slot < ${SLOTS}; slot++) {
			const data = Array.from({ length: ${Math.round((REMEMBERED * TEXTS_AN_EVENT) / SLOTS)} }, () => randomBytes(16).toString('base64'));
			insert.run(${JSON.stringify(workflowId)}, 'n:report delivery/slot ' + slot, JSON.stringify({ mode: 'entries', data }));
		}
		database.exec('commit');
	`;
	await run(node, ['-e', script]);
}
