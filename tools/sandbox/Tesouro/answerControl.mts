import type { IncomingMessage, ServerResponse } from 'node:http';
import { configureSandbox } from './configureSandbox.mts';
import { deliver } from './deliver.mts';
import type { DeliveryOptions } from './deliver.mts';
import { makeReport } from './makeReport.mts';
import type { ReportWish } from './makeReport.mts';
import { notify } from './notify.mts';
import type { NotifyOptions } from './notify.mts';
import { readBody } from '../readBody.mts';
import type { SandboxReport } from './sandboxReport.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

type Action = (state: State, given: Record<string, unknown>) => Promise<unknown>;

const actions: Record<string, Action> = {
	'GET /sandbox/state': async (state) => describeState(state),
	'GET /sandbox/subscriptions': async ({ subscriptions }) => [...subscriptions.values()],
	'POST /sandbox/knobs': async (state, knobs) => {
		configureSandbox(state, { knobs });
		return state.knobs;
	},
	'POST /sandbox/configure': async (state, change) => {
		configureSandbox(state, change);
		return describeState(state);
	},
	'POST /sandbox/reports': async (state, wish) => describeReport(await makeReport(state, checkWish(wish))),
	'POST /sandbox/notify': async (state, { eventType, ...options }) => {
		if (typeof eventType !== 'string') throw new Error('Say which eventType to notify of.');
		return notify(state, eventType, options as NotifyOptions);
	},
	'POST /sandbox/deliver': async (state, given) => {
		const { requestId, ...options } = given;
		return deliver(state, await chooseReport(state, requestId), options as DeliveryOptions);
	},
};

/** The sandbox's own interface under /sandbox/, for people with curl and for other processes. */
export async function answerControl(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	path: string,
): Promise<void> {
	const action = actions[`${request.method} ${path}`];
	if (!action) {
		return sendJson(response, 404, { message: `Known are: ${Object.keys(actions).join(', ')}.` });
	}
	// A web page can post to localhost, but not with this content type unless it is allowed to.
	if (request.method === 'POST' && !request.headers['content-type']?.startsWith('application/json')) {
		return sendJson(response, 415, { message: 'Send content-type: application/json.' });
	}
	try {
		const body = await readBody(request);
		sendJson(response, 200, await action(state, body ? Object(JSON.parse(body)) : {}));
	} catch (error) {
		sendJson(response, 400, { message: (error as Error).message });
	}
}

function describeState({
	knobs,
	webhookUrl,
	encryptTo,
	reports,
	deliveries,
	notifications,
	notificationSecrets,
}: State) {
	return {
		knobs,
		webhookUrl: webhookUrl ?? null,
		isEncrypting: encryptTo !== undefined,
		reports: [...reports.values()].map(describeReport),
		deliveries,
		notifications,
		notificationKeyIds: notificationSecrets.map(({ keyId }) => keyId),
	};
}

/** Without the way to the file: the link alone opens it. */
function describeReport(report: SandboxReport) {
	const { url, ...facts } = report;
	return { ...facts, url: `${new URL(url).origin}/files/…/${report.fileName}` };
}

function checkWish(wish: Record<string, unknown>): ReportWish {
	const { rows = 100 } = wish;
	if (Number.isSafeInteger(rows) && (rows as number) >= 0) return { ...wish, rows: rows as number };
	throw new Error('rows takes a whole number.');
}

async function chooseReport(state: State, requestId: unknown): Promise<SandboxReport> {
	const known = [...state.reports.values()];
	const chosen =
		requestId === undefined ? known.at(-1) : known.find((report) => report.requestId === requestId);
	if (chosen) return chosen;
	if (requestId !== undefined) throw new Error('There is no report with this requestId.');
	return makeReport(state, { rows: 100 });
}
