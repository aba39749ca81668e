import { createHash } from 'node:crypto';

import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

interface Row {
	mode: string;
	data: string[];
}

/**
 * n8n's table of processed values, mode `entries`: one row per workflow and node, read, changed and written
 * back without a lock. Each access to the table lets others in between, so races show as they do in n8n.
 */
export class ProcessedData implements IDataDeduplicator {
	private readonly rows = new Map<string, string>();

	/** @param latencyMs how long one access to the table takes; 0 only gives way to the others once */
	constructor(private readonly latencyMs = 0) {}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		if (options.mode !== 'entries') throw new Error(`The harness only knows mode "entries"`);
		const key = keyOf(scope, context);
		const row = await this.find(key);
		if (row && row.mode !== options.mode) {
			throw new Error('Deduplication data was originally saved with an incompatible setting');
		}
		const hashes = items.map(hashOf);
		if (!row) {
			await this.insert(key, { mode: options.mode, data: newest(hashes, options.maxEntries) });
			return { new: items, processed: [] };
		}
		const output: IDeduplicationOutput = { new: [], processed: [] };
		const known = new Set(row.data);
		for (const [index, item] of items.entries()) {
			const hash = hashes[index]!;
			if (known.has(hash)) {
				output.processed.push(item);
			} else {
				output.new.push(item);
				row.data.push(hash);
			}
		}
		await this.update(key, { mode: row.mode, data: newest(row.data, options.maxEntries) });
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const key = keyOf(scope, context);
		const row = await this.find(key);
		if (!row) return;
		const removed = new Set(items.map(hashOf));
		await this.update(key, { ...row, data: row.data.filter((hash) => !removed.has(hash)) });
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const key = keyOf(scope, context);
		await this.access();
		this.rows.delete(key);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.find(keyOf(scope, context)))?.data.length ?? 0;
	}

	private async find(key: string): Promise<Row | undefined> {
		await this.access();
		const row = this.rows.get(key);
		return row === undefined ? undefined : (JSON.parse(row) as Row);
	}

	private async insert(key: string, row: Row): Promise<void> {
		await this.access();
		if (this.rows.has(key)) {
			throw new Error(
				'SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data.workflowId, processed_data.context',
			);
		}
		this.rows.set(key, JSON.stringify(row));
	}

	private async update(key: string, row: Row): Promise<void> {
		await this.access();
		if (this.rows.has(key)) this.rows.set(key, JSON.stringify(row));
	}

	private async access(): Promise<void> {
		await new Promise<void>((resolve) => {
			if (this.latencyMs > 0) setTimeout(resolve, this.latencyMs);
			else setImmediate(resolve);
		});
	}
}

function keyOf(scope: DeduplicationScope, context: ICheckProcessedContextData): string {
	if (scope === 'node' && !context.node) throw new Error("Scope 'node' needs a node");
	return `${context.workflow.id}|${scope === 'node' ? `n:${context.node?.id}` : ''}`;
}

function hashOf(value: DeduplicationItemTypes): string {
	return createHash('md5').update(value.toString()).digest('base64');
}

function newest(hashes: string[], maxEntries: number | undefined): string[] {
	return maxEntries ? hashes.slice(-maxEntries) : hashes;
}
