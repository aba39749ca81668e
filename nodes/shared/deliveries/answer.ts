import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { ReportEvent } from './reportEvent';

const SECONDS_UNTIL_NEXT_TRY = 60;

/** 200 and nothing starts: a redelivery, or an event that the user did not choose. */
export const acknowledge = (because: string): IWebhookResponseData => ({
	webhookResponse: { accepted: true, because },
});

/** 200, once n8n has stored or queued the execution that starts with this report event. */
export const emit = (event: ReportEvent): IWebhookResponseData => ({
	webhookResponse: { accepted: true },
	workflowData: [[{ json: event as unknown as IDataObject }]],
});

/** 401 with the same body for every cause, so that a forger learns nothing. The reason goes to the log alone. */
export function refuseUnauthentic(context: IWebhookFunctions, reason: string, shapes: string[]) {
	warn(context, 'refused with 401', reason, { headers: shapes });
	return answer(context, 401, { error: 'The delivery could not be authenticated' });
}

/** 503 with Retry-After: nobody can decide now, so the provider is asked to send the delivery again. */
export function refuseForNow(context: IWebhookFunctions, reason: string) {
	warn(context, 'answered with 503', reason);
	return answer(
		context,
		503,
		{ error: 'The delivery cannot be checked at the moment; send it again' },
		{ 'retry-after': String(SECONDS_UNTIL_NEXT_TRY) },
	);
}

/** 400 with the reason: what came is no delivery of this provider. */
export function refuseMalformed(context: IWebhookFunctions, reason: string) {
	warn(context, 'refused with 400', reason);
	return answer(context, 400, { error: reason });
}

/** 413: far larger than anything this provider delivers. */
export function refuseTooLarge(context: IWebhookFunctions, bytes: number) {
	warn(context, 'refused with 413', `its body has ${bytes} bytes`);
	return answer(context, 413, { error: 'The delivery is too large' });
}

function answer(
	context: IWebhookFunctions,
	status: number,
	body: IDataObject,
	headers: Record<string, string> = {},
): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
	response.end(JSON.stringify(body));
	return { noWebhookResponse: true };
}

function warn(context: IWebhookFunctions, what: string, reason: string, more: IDataObject = {}) {
	const node = context.getNode();
	const workflow = context.getWorkflow();
	context.logger.warn(`${node.name}: a delivery was ${what}: ${reason}`, {
		node: node.name,
		workflowId: workflow.id,
		...more,
	});
}
