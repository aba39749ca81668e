import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Resource } from '../run/operation';
import { RemedyError } from '../run/remedyError';
import { z } from '../vendor/zod';
import { markEventDone } from './takenEvents';

/** How one provider's events are known to the memory of a workflow. */
export interface DoneEvents {
	/** The type of the trigger node, without the name of the package. */
	trigger: string;
	/** The ID under which the trigger took an event, from the one that it emitted. */
	takenAs?: (id: string) => string;
	/** What the deliveries of the event have in common. */
	topicOf?: (id: string) => string;
}

/** Says of the event that started this execution that it is done. */
export const markAsDone = (events: DoneEvents): Operation => ({
	value: 'markDone',
	name: 'Mark as Done',
	action: 'Mark a report event as done',
	description:
		'Mark the event that started this execution as done, so it never runs again. Put it at the end, after everything that may fail.',
	output: z.object({}).passthrough(),
	fields: [],
	async run(context, itemIndex) {
		if (!(await markStartingEvent(context, itemIndex, events))) {
			throw new RemedyError(
				'This execution was not started by a report event',
				'Put this step into a workflow that starts with the trigger of the same provider.',
			);
		}
		return [passedOn(context, itemIndex)];
	},
});

/** The resource of a provider's node that holds this operation. */
export const reportEventResource = (markDone: Operation): Resource => ({
	value: 'reportEvent',
	name: 'Report Event',
	operations: [markDone],
});

/** What the step returns: its own input. */
export const passedOn = (context: IExecuteFunctions, itemIndex: number): INodeExecutionData =>
	context.getInputData()[itemIndex]!;

/** False when no trigger of this provider started the execution. */
export async function markStartingEvent(
	context: IExecuteFunctions,
	itemIndex: number,
	{ trigger, takenAs = (id) => id, topicOf = (id) => id }: DoneEvents,
): Promise<boolean> {
	const emitted = startingEventId(context, itemIndex, trigger);
	if (emitted === undefined) return false;
	const id = takenAs(emitted);
	await markEventDone(context, id, topicOf(id));
	return true;
}

function startingEventId(context: IExecuteFunctions, itemIndex: number, trigger: string): string | undefined {
	const parents = context.getParentNodes(context.getNode().name);
	const data = context.getWorkflowDataProxy(itemIndex) as unknown as { $: (name: string) => NodeData };
	for (const { name } of parents.filter(({ type }) => type.split('.').at(-1) === trigger)) {
		const node = data.$(name);
		// Of a node that did not run, n8n gives nothing else: even to look at `first` is an error.
		const id = node.isExecuted ? node.first()?.json.id : undefined;
		if (typeof id === 'string') return id;
	}
	return undefined;
}

/** What n8n's `$('Name')` offers, as far as it is used here. */
interface NodeData {
	isExecuted: boolean;
	first: () => INodeExecutionData | undefined;
}
