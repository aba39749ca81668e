import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureN8n } from '../host/install.mts';

const run = promisify(execFile);
const REMEMBERED = 10_000;
const TEXTS_AN_EVENT = 7;
const SLOTS = 1024;

/** Fills the memory of a workflow as 10,000 events would. n8n's own Node has SQLite in it. */
export async function fillMemory(folder: string, workflowId: string) {
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
