import type { IExecuteFunctions, INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';

/** A second output is there when rows that do not fit are to go to it. */
export const outputsExpression: INodeTypeDescription['outputs'] = `={{ $parameter["operation"] === "getRows" && $parameter["misfits"] === "output" ? [{ type: "main", displayName: "Rows" }, { type: "main", displayName: "Do Not Fit" }] : [{ type: "main" }] }}`;

const misfits = new WeakSet<object>();

/** Marks an item for the second output. */
export function toSecondOutput(item: INodeExecutionData): INodeExecutionData {
	misfits.add(item.json);
	return item;
}

/** The items, each on its output. */
export function splitOutputs(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): INodeExecutionData[][] {
	const hasSecond =
		context.getNodeParameter('operation', 0) === 'getRows' &&
		context.getNodeParameter('misfits', 0, '') === 'output';
	if (!hasSecond) return [items];
	return [items.filter(({ json }) => !misfits.has(json)), items.filter(({ json }) => misfits.has(json))];
}
