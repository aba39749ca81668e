import type { INodeExecutionData } from 'n8n-workflow';

/** What each operation says of its run; kept beside the items, which hold the facts for the next nodes. */
const said = new WeakMap<object, string>();

/** Says in one line what came of an item. */
export function withHint(item: INodeExecutionData, line: string): INodeExecutionData {
	said.set(item.json, line);
	return item;
}

/** One line for the panel of the node; undefined when there is nothing to say. */
export function hintOf(_operation: string, items: INodeExecutionData[]): string | undefined {
	const lines = items.map(({ json }) => said.get(json)).filter((line) => line !== undefined);
	if (lines.length === 0) return undefined;
	const [first] = lines;
	return plain(lines.length === 1 ? first! : `${first}; and ${lines.length - 1} more`);
}

/** Hints are shown as HTML, and names come from files. */
const plain = (text: string) => text.replace(/</g, '(').replace(/>/g, ')').replace(/[&]/g, '+');
