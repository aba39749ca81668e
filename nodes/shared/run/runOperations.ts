import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { inSentences, RemedyError } from './remedyError';
import type { Resource, Operation, Outcome } from './operation';

/**
 * Runs the chosen operation for each item. With "continue on fail" a failed item continues with its JSON and files as they
 * came, and the error beside them: nothing is lost.
 */
export async function runOperations(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	const together =
		context.getInputData().length > 0 ? findOperation(context, resources, 0).runAll : undefined;
	if (together !== undefined) return [await runTogether(context, together)];
	for (const [itemIndex, item] of context.getInputData().entries()) {
		const result = await runItem(context, resources, itemIndex);
		// n8n tells a stopped execution from a failed one by this word; the items after it are not begun.
		if (context.getExecutionCancelSignal()?.aborted) {
			throw new NodeOperationError(context.getNode(), 'The execution was canceled', { itemIndex });
		}
		if (result instanceof NodeOperationError) {
			if (!context.continueOnFail()) throw result;
			output.push(toErrorItem(context, item, itemIndex, result));
		} else output.push(...result.map((made) => ({ ...made, pairedItem: { item: itemIndex } })));
	}
	return [output];
}

/**
 * The remedy is part of the text, because the item goes to the person who corrects it, with the ID that a provider's
 * support asks for. To the error output n8n itself adds the JSON of the input item; it recognises an item with the error alone.
 */
export function toErrorItem(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	itemIndex: number,
	error: Error,
): INodeExecutionData {
	const kept = context.getNode().onError === 'continueErrorOutput' ? {} : item.json;
	const remedy =
		error instanceof NodeOperationError
			? error.description
			: error instanceof RemedyError
				? error.remedy
				: undefined;
	const text = inSentences(error.message, remedy);
	return { ...item, json: { ...kept, error: text }, pairedItem: { item: itemIndex } };
}

/** The same for an operation that handles items together: an error counts for each item that it is shared by. */
async function runTogether(
	context: IExecuteFunctions,
	runAll: NonNullable<Operation['runAll']>,
): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	const outcomes = await runAll(context).catch((error: unknown): Outcome[] => [
		{ from: [...input.keys()], error },
	]);
	const isCanceled = context.getExecutionCancelSignal()?.aborted === true;
	if (isCanceled) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	const output = outcomes.flatMap(({ from, items = [], error }) => {
		if (error === undefined) return items;
		const shown = toNodeError(context, error, from[0] ?? 0);
		if (!context.continueOnFail()) throw shown;
		return from.map((itemIndex) => toErrorItem(context, input[itemIndex]!, itemIndex, shown));
	});
	return output.sort((one, other) => firstItemOf(one) - firstItemOf(other));
}

function firstItemOf({ pairedItem }: INodeExecutionData): number {
	const [first] = [pairedItem].flat();
	return typeof first === 'object' ? first.item : (first ?? 0);
}

async function runItem(context: IExecuteFunctions, resources: Resource[], itemIndex: number) {
	try {
		return await findOperation(context, resources, itemIndex).run(context, itemIndex);
	} catch (error) {
		return toNodeError(context, error, itemIndex);
	}
}

function findOperation(context: IExecuteFunctions, resources: Resource[], itemIndex: number): Operation {
	const resource = context.getNodeParameter('resource', itemIndex);
	const operation = context.getNodeParameter('operation', itemIndex);
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found === undefined) {
		throw new NodeOperationError(context.getNode(), `There is no operation ${operation} for ${resource}`, {
			itemIndex,
			description: 'Choose an operation from the list.',
		});
	}
	return found;
}

function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (error instanceof RemedyError) {
		return new NodeOperationError(context.getNode(), error.message, {
			itemIndex,
			description: error.remedy,
		});
	}
	return new NodeOperationError(
		context.getNode(),
		error instanceof Error ? error : new Error(String(error)),
		{
			itemIndex,
		},
	);
}
