import type { PolicyContext } from '../../shared/deliveries/policy';
import { connectReport } from '../facts';

type Context = Pick<PolicyContext, 'getNodeParameter'>;

/** How long after the first delivery the same bytes are a redelivery, in whole seconds given as milliseconds; 0 for never. */
export function windowOf(context: Context): number {
	const fallback = connectReport.callbacks.redeliverySeconds;
	const seconds = Number(context.getNodeParameter('options.redeliverySeconds', fallback));
	return (Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : fallback) * 1_000;
}

export const keepsTemplateHtml = (context: Context): boolean =>
	context.getNodeParameter('options.includeTemplateHtml', false) === true;

export const leavesOutPayload = (context: Context): boolean =>
	context.getNodeParameter('options.leaveOutPayload', false) === true;
