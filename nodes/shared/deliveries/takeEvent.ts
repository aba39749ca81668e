import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTheOnlyProcess } from '../memory/thisProcess';
import { TRIES_TO_WRITE, untilWritten } from '../memory/untilWritten';
import { clock } from '../run/clock';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';
import { readProcessing } from './processing';
import { takeFor, type Decide, type EventKeys, type Finding } from './takenEvents';

const REMEMBERED_AT_MOST = 20_000;

/** What executions of this process took, oldest first. */
const takenHere = processMemory<string, true>();

/** How redeliveries of an event are known, where its ID alone is not enough. */
export type Redelivered = Omit<EventKeys, 'id'>;

/**
 * The durable layer of "each event once": passes the items on, or returns none when another execution has taken the event.
 * It survives restarts and is shared by all processes, since n8n keeps it in its database.
 *
 * "Taken" is not "done". With Processing: At Least Once, an event that nothing has marked as done is taken over when its first
 * execution is known to have ended (n8n was restarted since), or began too long ago. An execution that n8n starts again (a
 * stalled job in queue mode) finds its own entry and goes on. Test runs drop nothing; retries from the list of
 * executions take the event over, unless it is done.
 */
export async function takeEvent(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	id: string,
	redelivered: Redelivered = { key: id, more: [], topic: id },
): Promise<INodeExecutionData[]> {
	if (context.getMode() === 'manual') return items;
	const keys = keysOf(context, id, redelivered);
	const self = { executionId: context.getExecutionId(), at: new Date(clock.now()) };
	const wasTakenHere = takenHere.has(keys.key);
	setNewest(takenHere, keys.key, true, REMEMBERED_AT_MOST);
	const decide = howToDecide(context, self.at, wasTakenHere);
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
		if (finding.kind === 'taken') tell(context, id, finding, taken);
		return taken ? items : [];
	} catch {
		// An event emitted twice can be put right; an event that was lost cannot.
		logger.warn(
			`${name}: the event ${shown(id)} starts the workflow, but could not be recorded, so a redelivery may run again`,
		);
		return items;
	}
}

function keysOf(context: IExecuteFunctions, id: string, { key, more, topic }: Redelivered): EventKeys {
	const own = (text: string) => `${context.getNode().id} took ${text}`;
	return { id, key: own(key), more: more.map((name) => ({ id: name.id, key: own(name.key) })), topic };
}

function howToDecide(context: IExecuteFunctions, now: Date, wasTakenHere: boolean): Decide {
	const { atLeastOnce, notDoneAfterMs } = readProcessing(context);
	// Somebody, or the recovery flow, runs again what a redelivery may have completed in the meantime.
	if (context.getMode() === 'retry') return ({ isDone }) => (atLeastOnce && isDone ? 'drop' : 'take over');
	// Its execution began before the last start of n8n, and ended with it at the latest.
	const hasEnded = isTheOnlyProcess() && !wasTakenHere;
	return ({ by, isDone }) => {
		if (!atLeastOnce || isDone) return 'drop';
		const isOverdue = by === undefined || now.getTime() - by.at.getTime() > notDoneAfterMs;
		return hasEnded || isOverdue ? 'take over' : 'drop';
	};
}

/** The panel shows it beside the output of the trigger, and n8n keeps it with the execution. */
function tell(
	context: IExecuteFunctions,
	id: string,
	{ by, isDone }: Extract<Finding, { kind: 'taken' }>,
	taken: boolean,
) {
	const before = by
		? `execution ${by.executionId} took it at ${by.at.toISOString().slice(0, 16)}Z`
		: 'an earlier execution took it';
	const message = taken
		? `The event ${shown(id)} runs again: ${before}, and nothing says that it is done.`
		: `Nothing was emitted: the event ${shown(id)} was delivered again. Before, ${before}${isDone ? ', and it is done' : ''}.`;
	context.addExecutionHints({ message, type: taken ? 'warning' : 'info', location: 'outputPane' });
	context.logger.info(`${context.getNode().name}: ${message}`);
}

const shown = (id: string) => JSON.stringify(id.slice(0, 200));
