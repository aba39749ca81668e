import { explain } from '../Tesouro/deliver.mts';
import { pause } from '../pause.mts';
import { postBytes } from '../postBytes.mts';
import { describeEvent } from './describe.mts';
import type { SandboxRequest, State, WebhookAttempt } from './state.mts';

/** How one delivery differs from the usual. */
export interface TellOptions {
	/** Somewhere else than the configured webhook. */
	to?: string;
	/** What a gateway adds. */
	headers?: Record<string, string>;
	/** False sends once, whatever the answer. */
	retry?: boolean;
	/** Another body than the true one. */
	payload?: unknown;
}

/** "Webhook notifications are automatically sent for all PDF generation endpoints", sync included. */
export async function tellWebhook(state: State, request: SandboxRequest): Promise<void> {
	const { webhooks } = state.knobs;
	if (!state.webhookUrl || webhooks === 'off') return;
	const groups = webhooks === 'per-file' ? request.files.map((file) => [file]) : [request.files];
	if (webhooks === 'twice') groups.push(request.files);
	await Promise.all(
		groups.map(async (files) => tell(state, request, { payload: describeEvent(state, request, files) })),
	);
}

/**
 * One delivery with its redeliveries: "200-299: Success (no retry); 400-499: Client error (no retry); 500-599: Server error
 * (retry). Retries are performed up to 3 times." The spacing is not documented, nor what happens without an answer: our
 * reading is that it is sent again.
 */
export async function tell(
	state: State,
	request: SandboxRequest,
	{ to = state.webhookUrl, headers, retry = true, payload = describeEvent(state, request) }: TellOptions,
): Promise<WebhookAttempt[]> {
	if (to === undefined) throw new Error('There is no webhook URL to deliver to.');
	const attempts: WebhookAttempt[] = [];
	for (const delay of [0, ...(retry ? state.webhookRetryDelaysMs : [])]) {
		if (!(await pause(delay, state.closing))) break;
		const attempt: WebhookAttempt = {
			requestId: request.requestId,
			attempt: attempts.length + 1,
			at: new Date(),
			status: null,
		};
		try {
			const answer = await post(state, to, payload, headers);
			Object.assign(attempt, { status: answer.status, answer: answer.body });
		} catch (error) {
			attempt.error = explain(error as NodeJS.ErrnoException);
		}
		attempts.push(attempt);
		state.webhooks.push(attempt);
		state.log(
			`webhook of ${request.requestId}, attempt ${attempt.attempt}: ${attempt.status ?? attempt.error}`,
		);
		if (!isSentAgain(state, attempt.status)) break;
	}
	return attempts;
}

function isSentAgain({ knobs }: State, status: number | null): boolean {
	if (status === null || status >= 500) return true;
	return status >= 400 && knobs.webhook4xx === 'retried';
}

/** "Webhook endpoints should respond within 5 seconds." */
async function post(state: State, to: string, payload: unknown, headers = state.webhookHeaders) {
	const { webhookContentType: contentType } = state.knobs;
	const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
	return postBytes(
		to,
		{ ...(contentType !== 'none' && { 'content-type': contentType }), ...headers },
		body,
		AbortSignal.any([state.closing, AbortSignal.timeout(state.webhookTimeoutMs)]),
	);
}
