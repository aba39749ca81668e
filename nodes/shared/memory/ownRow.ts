import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * One row of n8n's table of processed values, under a name of our own: a list of hashed texts, shared by all nodes of the
 * workflow and by all processes of n8n. A row is deleted with its workflow.
 *
 * n8n names a row after a node, and keeps one more for the whole workflow. That one belongs to the user's Remove
 * Duplicates nodes (scope "workflow"), so we stay out of it. And one list per node would be rewritten whole for each
 * event. The helper reads the ID of the node when it is called, before it first waits. So the node bears the name of
 * the row for exactly that long: nothing else runs in between. `hasOwnRows` checks whether n8n still works like this.
 * No document of n8n promises it: CONTRIBUTING.md, "Decisions", says what we do when it changes.
 *
 * What the database does with a row: the first INSERT wins and a second one fails; an update replaces the whole list
 * without a lock. Hence `locked`.
 */
export class OwnRow {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly name: string,
	) {}

	/** Adds what is not there yet, and returns exactly that. With `atMost`, the oldest texts go first. */
	async record(texts: readonly string[], atMost?: number): Promise<Set<string>> {
		const options = { mode: 'entries' as const, ...(atMost !== undefined && { maxEntries: atMost }) };
		const { new: unseen } = await this.named(
			async ({ checkProcessedAndRecord }) => await checkProcessedAndRecord([...texts], 'node', options),
		);
		return new Set(unseen.map(String));
	}

	async remove(texts: readonly string[]): Promise<void> {
		if (texts.length === 0) return;
		await this.named(
			async ({ removeProcessed }) => await removeProcessed([...texts], 'node', { mode: 'entries' }),
		);
	}

	async count(): Promise<number> {
		return await this.named(
			async ({ getProcessedDataCount }) => await getProcessedDataCount('node', { mode: 'entries' }),
		);
	}

	async delete(): Promise<void> {
		await this.named(
			async ({ clearAllProcessedItems }) => await clearAllProcessedItems('node', { mode: 'entries' }),
		);
	}

	private named<Result>(call: (helpers: IExecuteFunctions['helpers']) => Promise<Result>): Promise<Result> {
		const { node } = this.context.getExecuteData();
		const { id } = node;
		// Unlike an assignment, this does not throw when n8n has frozen the node: the probe then finds that nothing was renamed.
		Reflect.set(node, 'id', `report delivery/${this.name}`);
		try {
			return call(this.context.helpers);
		} finally {
			Reflect.set(node, 'id', id);
		}
	}
}

let answer: Promise<boolean> | undefined;

/** Whether rows of our own work in this n8n: what is written under one name must not turn up under another. */
export async function hasOwnRows(context: IExecuteFunctions): Promise<boolean> {
	answer ??= probe(context).catch((error: unknown) => {
		answer = undefined;
		throw error;
	});
	return await answer;
}

async function probe(context: IExecuteFunctions): Promise<boolean> {
	await new OwnRow(context, 'probe').record(['written']);
	const works = (await new OwnRow(context, 'never written').count()) === 0;
	if (!works) {
		context.logger.warn(
			`${context.getNode().name}: this version of n8n keeps all events of a node in one list. If an event is delivered twice at the same moment, two n8n processes may both run it, and what Mark as Done says is not found`,
		);
	}
	return works;
}
