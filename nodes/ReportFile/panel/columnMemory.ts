import type { IExecuteFunctions, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { setNewest } from '../../shared/run/setNewest';

/** For how many nodes the columns are kept, and how many of each. */
const NODES_AT_MOST = 500;
const COLUMNS_AT_MOST = 1_000;

/**
 * The columns of the file that each node read last. In memory: n8n gives a panel nothing of the last run. So the lists are
 * empty until the node has run once in this process; names can be given by an expression at any time.
 */
const columnsOf = new Map<string, string[]>();

type Place = Pick<IExecuteFunctions, 'getWorkflow' | 'getNode'>;

const workflowOf = (place: Place) => `${place.getWorkflow().id ?? ''}`;
const keyOf = (place: Place) => `${workflowOf(place)} ${place.getNode().name}`;

export function rememberColumns(place: Place, columns: string[]): void {
	setNewest(columnsOf, keyOf(place), columns.slice(0, COLUMNS_AT_MOST), NODES_AT_MOST);
}

/** The columns that this node saw last; else those that a node of the same workflow saw last. */
function columnsFor(place: Place): string[] {
	const own = columnsOf.get(keyOf(place));
	if (own !== undefined) return own;
	const neighbours = [...columnsOf].filter(([key]) => key.startsWith(`${workflowOf(place)} `));
	return neighbours.at(-1)?.[1] ?? [];
}

/** The list of every field that takes a column. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const columns = columnsFor(this);
	if (columns.length > 0) return columns.map((name) => ({ name, value: name }));
	return [{ name: 'Run This Node Once to See the Columns of the File', value: '' }];
}
