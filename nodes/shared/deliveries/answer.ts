import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Delivery } from './delivery';
import { wantsSecondLook } from './policyMemory';
import { noteDelivery } from './recentDeliveries';
import { refusalToShow } from './refusedDelivery';
import type { ReportEvent } from './reportEvent';
import type { Acknowledgement, Refusal } from './verdict';

const SECONDS_UNTIL_NEXT_TRY = 60;

/** 200 and nothing starts: a redelivery, or an event that the user did not choose. */
export function acknowledge(
	context: IWebhookFunctions,
	because: Acknowledgement['kind'],
): IWebhookResponseData {
	noteDelivery(context, { status: 200, reason: because });
	return { webhookResponse: { accepted: true, because } };
}

/** 200, once n8n has stored or queued the execution that starts with this report event. */
export function emit(context: IWebhookFunctions, event: ReportEvent | IDataObject): IWebhookResponseData {
	noteDelivery(context, { status: 200, reason: 'starts the workflow' });
	return {
		webhookResponse: { accepted: true },
		workflowData: [[{ json: dataFirst(event as unknown as IDataObject) }]],
	};
}

/** What a person looks for is in `data`: the editor shows keys in their order. */
const dataFirst = ({ data, ...envelope }: IDataObject): IDataObject => ({ data, ...envelope });

/** Ends the way of a delivery that is to be gone once more: `receiveSafely` does that. */
export class SecondLook extends Error {}

/** The answer to what was not accepted. Throws a SecondLook when a remembered policy would refuse it for good. */
export function answer(
	context: IWebhookFunctions,
	outcome: Refusal | Acknowledgement,
	delivery: Delivery,
): IWebhookResponseData {
	switch (outcome.kind) {
		case 'rejected':
			if (wantsSecondLook(context)) throw new SecondLook();
			return refuseUnauthentic(context, outcome.reason, delivery.headerShapes());
		case 'undecided':
		case 'busy':
			return refuseForNow(context, outcome.reason);
		case 'too large':
			return refuseTooLarge(context, outcome.reason);
		default:
			return acknowledge(context, outcome.kind);
	}
}

/** 401 with the same body for every cause, so a forger learns nothing. The reason goes to the log alone. */
export const refuseUnauthentic = (context: IWebhookFunctions, reason: string, shapes: string[]) =>
	refuse(context, 401, reason, { error: 'The delivery could not be authenticated' }, {}, { headers: shapes });

/** 503 with Retry-After: it cannot be decided now, so the provider is asked to deliver again. */
export const refuseForNow = (context: IWebhookFunctions, reason: string) =>
	refuse(
		context,
		503,
		reason,
		{ error: 'The delivery cannot be checked at the moment; send it again' },
		{ 'retry-after': String(SECONDS_UNTIL_NEXT_TRY) },
	);

/** 400 with the reason: what came is not a delivery of this provider. */
export const refuseMalformed = (context: IWebhookFunctions, reason: string) =>
	refuse(context, 400, reason, { error: reason });

/** 413: larger than anything that may come. */
export const refuseTooLarge = (context: IWebhookFunctions, reason: string) =>
	refuse(context, 413, reason, { error: 'The delivery is too large' });

function refuse(
	context: IWebhookFunctions,
	status: number,
	reason: string,
	body: IDataObject,
	headers: Record<string, string> = {},
	facts: IDataObject = {},
): IWebhookResponseData {
	const node = context.getNode();
	const verb = status === 503 ? 'answered' : 'refused';
	context.logger.warn(`${node.name}: a delivery was ${verb} with ${status}: ${reason}`, {
		node: node.name,
		workflowId: context.getWorkflow().id,
		...facts,
	});
	noteDelivery(context, { status, reason });
	const response = context.getResponseObject();
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
	response.end(JSON.stringify(body));
	return { noWebhookResponse: true, ...refusalToShow(context, status, reason) };
}
