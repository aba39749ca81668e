import type { IExecuteFunctions, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { setNewest } from '../../shared/run/setNewest';

const USERS_AT_MOST = 50;
const NODES_AT_MOST = 10;
const COLUMNS_AT_MOST = 1_000;
/** A longer name is none that anybody chooses from a list. */
const NAME_AT_MOST = 200;
/** Of all names of a file. */
const CHARACTERS_AT_MOST = 64 * 1024;

/** The file that a node read last. */
interface Seen {
	workflow: string;
	node: string;
	columns: string[];
}

/**
 * What the nodes of the workflow that a user ran last by hand have read, the newest first. In memory, and by user: n8n tells a
 * list neither its node nor its workflow (n8n 2.41.1 makes a workflow of its own for it), and gives it nothing of the last run.
 * Columns can be named by an expression at any time.
 */
const seenBy = new Map<string, Seen[]>();

/** Who runs the workflow by hand, or opens the list: n8n has it in every context, without a method for it. */
function userOf(context: object): string | undefined {
	const { additionalData } = context as { additionalData?: { userId?: string } };
	return additionalData?.userId || undefined;
}

/** Keeps the columns of a file for the lists of whoever runs the node by hand. */
export function rememberColumns(
	context: Pick<IExecuteFunctions, 'getWorkflow' | 'getNode'>,
	columns: string[],
): void {
	const user = userOf(context);
	if (user === undefined) return;
	const { id: workflow = '' } = context.getWorkflow();
	const { name: node } = context.getNode();
	const others = (seenBy.get(user) ?? []).filter((seen) => seen.workflow === workflow && seen.node !== node);
	const all = [{ workflow, node, columns: keptOf(columns) }, ...others];
	setNewest(seenBy, user, all.slice(0, NODES_AT_MOST), USERS_AT_MOST);
}

/** The first columns of a file, as many as are kept. */
function keptOf(columns: string[]): string[] {
	let characters = 0;
	return columns
		.filter((name) => name.length <= NAME_AT_MOST)
		.slice(0, COLUMNS_AT_MOST)
		.filter((name) => (characters += name.length) <= CHARACTERS_AT_MOST);
}

/** The list of every field that takes a column. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const seen = seenBy.get(userOf(this) ?? '') ?? [];
	const names = [...new Set(seen.flatMap(({ columns }) => columns))].slice(0, COLUMNS_AT_MOST);
	if (names.length > 0) return names.map((name) => ({ name, value: name }));
	return [{ name: 'Execute This Step Once to See the Columns of the File', value: '' }];
}
