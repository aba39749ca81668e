import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTheOnlyProcess } from '../memory/thisProcess';
import { TRIES_TO_WRITE, untilWritten } from '../memory/untilWritten';
import { clock } from '../run/clock';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';
import { isOverdue, readProcessing } from './processing';
import { takeFor, type Decide, type EventKeys, type EventName, type Finding } from './takenEvents';

const REMEMBERED_AT_MOST = 20_000;

/** What executions of this process took, by key, oldest first. */
const takenHere = processMemory<string, true>();

/**
 * The durable layer of "each event once": passes the items on, or returns none when another execution has taken the event.
 * It survives restarts and is shared by all processes, since n8n keeps it in its database.
 *
 * "Taken" is not "done". With Processing: At Least Once, an event that nothing has marked as done is taken over when its first
 * execution is known to have ended (n8n was restarted since), or began too long ago. An execution that n8n starts again (a
 * stalled job in queue mode) finds its own entry and goes on. Test runs drop nothing; retries from the list of
 * executions take the event over, unless it is done. An event that was taken under another name is emitted with that ID.
 */
export async function takeEvent(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	id: string,
	names: EventKeys = { id, key: id, more: [], topic: id },
): Promise<INodeExecutionData[]> {
	if (context.getMode() === 'manual') return items;
	const keys = ofTrigger(context, names);
	const self = { executionId: context.getExecutionId(), at: new Date(clock.now()) };
	const decide = howToDecide(context, self.at);
	const { logger } = context;
	const { name } = context.getNode();
	try {
		const { finding, taken } = await untilWritten(
			async () => await takeFor(context, keys, self, decide),
			(error, attempt) =>
				logger.warn(`${name}: recording the event failed (try ${attempt} of ${TRIES_TO_WRITE})`, {
					error: error instanceof Error ? error.message : String(error),
				}),
		);
		if (finding.kind === 'taken' || !taken) tell(context, finding, taken);
		if (!taken) return [];
		const { under } = finding;
		setNewest(takenHere, under.key, true, REMEMBERED_AT_MOST);
		return under.id === id ? items : items.map((item) => ({ ...item, json: { ...item.json, id: under.id } }));
	} catch {
		// An event emitted twice can be put right; an event that was lost cannot.
		logger.warn(
			`${name}: the event ${shown(id)} starts the workflow, but could not be recorded, so a redelivery may run again`,
		);
		return items;
	}
}

function ofTrigger(context: IExecuteFunctions, { more, topic, ...name }: EventKeys): EventKeys {
	const own = ({ id, key }: EventName) => ({ id, key: `${context.getNode().id} took ${key}` });
	return { ...own(name), more: more.map(own), topic };
}

function howToDecide(context: IExecuteFunctions, now: Date): Decide {
	const processing = readProcessing(context);
	const { atLeastOnce } = processing;
	// Somebody, or the recovery flow, runs again what a redelivery may have completed in the meantime.
	const isRetry = context.getMode() === 'retry';
	return ({ kind, under, by, isDone }) => {
		if (atLeastOnce && isDone) return 'drop';
		if (isRetry || kind === 'own') return 'take over';
		if (!atLeastOnce) return 'drop';
		// It began before the last start of n8n, and ended with it, unless it slept and goes on: nothing tells the two apart.
		const hasEnded = isTheOnlyProcess() && !takenHere.has(under.key);
		return hasEnded || by === undefined || isOverdue(by.at.getTime(), now.getTime(), processing)
			? 'take over'
			: 'drop';
	};
}

/** The panel shows it beside the output of the trigger, and n8n keeps it with the execution. */
function tell(context: IExecuteFunctions, { kind, under: { id }, by, isDone }: Finding, taken: boolean) {
	const before = by
		? `execution ${by.executionId} took it at ${by.at.toISOString().slice(0, 16)}Z`
		: 'an earlier execution took it';
	const again = kind === 'own' ? 'was started again by n8n' : 'was delivered again';
	const message = taken
		? `The event ${shown(id)} runs again: ${before}, and nothing says that it is done.`
		: `Nothing was emitted: the event ${shown(id)} ${again}. Before, ${before}${isDone ? ', and it is done' : ''}.`;
	context.addExecutionHints({ message, type: taken ? 'warning' : 'info', location: 'outputPane' });
	context.logger.info(`${context.getNode().name}: ${message}`);
}

const shown = (id: string) => JSON.stringify(id.slice(0, 200));
