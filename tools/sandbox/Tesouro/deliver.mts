import { randomUUID } from 'node:crypto';
import { buildDelivery } from './buildDelivery.mts';
import type { SignatureForm } from './knobs.mts';
import { pause } from '../pause.mts';
import { postBytes } from '../postBytes.mts';
import type { SandboxReport } from './sandboxReport.mts';
import { signDelivery } from './signDelivery.mts';
import type { DeliveryAttempt, State } from './state.mts';

/** How one delivery differs from the usual. */
export interface DeliveryOptions {
	/** Somewhere else than the configured webhook. */
	to?: string;
	signature?: SignatureForm;
	/** False sends once, whatever the answer. */
	retry?: boolean;
}

/**
 * Tell a webhook that a report is ready. "Be sure to return response code 200 to confirm delivery and ensure webhook
 * is not re-sent." The schedule of the retries is not documented; the sandbox has its own.
 */
export async function deliver(
	state: State,
	report: SandboxReport,
	options: DeliveryOptions = {},
): Promise<DeliveryAttempt[]> {
	const to = options.to ?? state.webhookUrl;
	if (!to) throw new Error('There is no webhook URL to deliver to.');
	const form = options.signature ?? state.knobs.signatureForm;
	const series = () => deliverSeries(state, report, { to, form, retry: options.retry ?? true });
	if (!state.knobs.deliverTwice) return series();
	return (await Promise.all([series(), series()])).flat();
}

interface Series {
	to: string;
	form: SignatureForm;
	retry: boolean;
}

async function deliverSeries(
	state: State,
	report: SandboxReport,
	series: Series,
): Promise<DeliveryAttempt[]> {
	const attempts: DeliveryAttempt[] = [];
	const delays = series.retry ? state.retryDelaysMs : [];
	for (const delay of [state.knobs.deliveryDelayMs, ...delays]) {
		if (!(await pause(delay, state.closing))) break;
		const attempt = await attemptDelivery(state, report, series, attempts.length + 1);
		attempts.push(attempt);
		if (attempt.status === 200) break;
	}
	return attempts;
}

async function attemptDelivery(
	state: State,
	report: SandboxReport,
	{ to, form }: Series,
	number: number,
): Promise<DeliveryAttempt> {
	const at = new Date();
	const deliveryId = randomUUID();
	const text = buildDelivery(report, { deliveryId, number, at });
	const { headers, body } = await signDelivery(state, text, form);
	const attempt: DeliveryAttempt = {
		requestId: report.requestId,
		deliveryId,
		attempt: number,
		at,
		status: null,
	};
	try {
		const answer = await postBytes(to, headers, body, state.closing);
		attempt.status = answer.status;
		attempt.answer = answer.body;
	} catch (error) {
		attempt.error = explain(error as NodeJS.ErrnoException);
	}
	state.deliveries.push(attempt);
	const outcome = attempt.status ?? attempt.error;
	state.log(`delivery of ${report.requestId}, attempt ${number}, to ${new URL(to).host}: ${outcome}`);
	return attempt;
}

/** Why there was no answer. */
export function explain({ code, name, message }: NodeJS.ErrnoException): string {
	if (code === 'ECONNREFUSED') return 'connection refused: nothing listens there';
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is unknown';
	if (name === 'TimeoutError' || code === 'ABORT_ERR') return 'no answer in time';
	return message || code || name;
}
