import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';

const ONE_HOUR_MS = 60 * 60_000;
/** Reasons differ in few words: a flood that varies them must not start more executions than this. */
const PER_HOUR_AT_MOST = 5;
const TRIGGERS_AT_MOST = 200;

/** When which reason started an execution, for each trigger. */
const shown = processMemory<string, Map<string, number>>();

interface Shown {
	refusedDelivery: { status: number; reason: string; at: string };
}

/**
 * What starts an execution about a refused delivery. While listening for a test event, always: the test ends with the
 * reason. Of a live trigger only where the user wants it ("Refused Deliveries"), at most once an hour and reason.
 */
export function refusalToShow(
	context: IWebhookFunctions,
	status: number,
	reason: string,
	now = new Date(),
): Pick<IWebhookResponseData, 'workflowData'> {
	const isTest = context.getMode() === 'manual';
	if (!isTest && !(isWanted(context) && isDue(context, `${status} ${reason}`, now.getTime()))) return {};
	const item: Shown = { refusedDelivery: { status, reason, at: now.toISOString() } };
	return { workflowData: [[{ json: item as unknown as IDataObject }]] };
}

/**
 * Call it first in `execute`: the outputs for a refused delivery, undefined for any other. Throws in a test, so
 * the node turns red with the reason.
 */
export function outputsOfRefusal(context: IExecuteFunctions): INodeExecutionData[][] | undefined {
	const [item] = context.getInputData();
	const refused = (item?.json as Partial<Shown> | undefined)?.refusedDelivery;
	if (refused === undefined) return undefined;
	if (context.getMode() !== 'manual') return [[], [{ json: item!.json, pairedItem: { item: 0 } }]];
	throw new NodeOperationError(
		context.getNode(),
		`A delivery was ${refused.status === 503 ? 'answered' : 'refused'} with ${refused.status}: ${refused.reason}`,
		{ description: 'The sender does not learn the reason. Fix it, then listen again.' },
	);
}

/** Read as it is: it is a switch that takes no expression. */
const isWanted = (context: IWebhookFunctions): boolean =>
	(context.getNode().parameters.options as IDataObject | undefined)?.refusedDeliveries === true;

function isDue(context: IWebhookFunctions, reason: string, now: number): boolean {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const reasons = new Map([...(shown.get(key) ?? [])].filter(([, at]) => now - at < ONE_HOUR_MS));
	setNewest(shown, key, reasons, TRIGGERS_AT_MOST);
	if (reasons.has(reason) || reasons.size >= PER_HOUR_AT_MOST) return false;
	reasons.set(reason, now);
	return true;
}
