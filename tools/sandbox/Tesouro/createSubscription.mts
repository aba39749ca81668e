import type { ServerResponse } from 'node:http';
import { checkChannel } from './checkChannel.mts';
import { sendProblem } from './problem.mts';
import { sendChanged } from './sendChanged.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';
import { addSubscription, findDuplicate, type SandboxSubscription } from './subscriptionRecord.mts';

const documented = [
	'LEDGER_TRANSACTION',
	'LEDGER_POSTING_EXCEPTION',
	'LEDGER_ACCOUNT_EXCEPTION',
	'ACCOUNT_STATUS_CHANGED',
	'ACCOUNT_RESTRICTION_CHANGED',
	'MBP_MONETARY_TRANSACTION',
	'MBP_PUBAR_EXCEPTION',
	'ACCEPTOR_APPLICATION_SUBMITTED',
	'ACCEPTOR_APPLICATION_APPROVED',
];

/** "Create subscription request": eventType, channelType, channelConfig.type, channelConfig.url, all required. */
export function createSubscription(
	state: State,
	body: Record<string, unknown> | undefined,
	response: ServerResponse,
): void {
	if (body === undefined) return sendProblem(response, 400, 'The body has to be a JSON object.');
	const { eventType, channelType, channelConfig } = body;
	const errors = checkChannel(state, { channelType, channelConfig });
	if (typeof eventType !== 'string' || eventType === '') errors['eventType'] = ['is required'];
	else if (state.knobs.eventTypes === 'documented' && !documented.includes(eventType)) {
		errors['eventType'] = [`${eventType} is no event type`];
	}
	if (channelType === undefined) errors['channelType'] = ['is required'];
	if (channelConfig === undefined) errors['channelConfig'] = ['is required'];
	if (Object.keys(errors).length > 0) {
		return sendProblem(response, 400, 'One or more fields are not valid.', { errors });
	}

	const { url } = channelConfig as { url: string };
	const wanted = { eventType: eventType as string, channelType: channelType as string, url };
	const existing = findDuplicate(state, wanted);
	if (existing) return sendConflict(state, existing, response);
	sendChanged(state, addSubscription(state, wanted), response, 201);
}

/** "Response body contains the existing subscription", where in it is not documented; a knob chooses. */
export function sendConflict(state: State, existing: SandboxSubscription, response: ServerResponse): void {
	const { conflictBody } = state.knobs;
	const detail = 'A subscription with the same event type, channel, and URL already exists.';
	if (conflictBody === 'bare') return sendJson(response, 409, existing);
	if (conflictBody === 'none') return sendProblem(response, 409, detail);
	if (conflictBody === 'top-level') return sendProblem(response, 409, detail, { ...existing });
	if (conflictBody === 'extensions') {
		return sendProblem(response, 409, detail, { extensions: { conflictsWith: existing } });
	}
	sendProblem(response, 409, detail, { [conflictBody]: existing });
}
