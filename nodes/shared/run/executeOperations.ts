import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { succeeded } from './hints';
import { runOperations } from './runOperations';
import type { Resource } from './operation';
import { lookPatiently } from './patientLook';
import { forgetRun } from './runMemory';

/** All that an action node does: runs the operation, looks again while something is pending, and says what was done. */
export async function executeOperations(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const output = await lookPatiently(context, async () => await runOperations(context, resources));
	// n8n waits, and then runs this node again.
	if (output === 'waiting') return [[]];
	forgetRun(context);
	showHints(context, resources, output.flat());
	return output;
}

/** Says in the panel what a run did, where the items themselves do not show it at once. */
function showHints(context: IExecuteFunctions, resources: Resource[], items: INodeExecutionData[]): void {
	if (context.getInputData().length === 0) return;
	const resource = context.getNodeParameter('resource', 0, '');
	const value = context.getNodeParameter('operation', 0, '');
	const operation = resources
		.find((one) => one.value === resource)
		?.operations.find((one) => one.value === value);
	for (const { message, type } of operation?.hints?.(succeeded(items), context) ?? []) {
		context.addExecutionHints({ message, type, location: 'outputPane' });
	}
}
