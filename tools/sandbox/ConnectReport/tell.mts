import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '../Tesouro/deliver.mts';
import { postBytes } from '../postBytes.mts';
import type { Callback } from './describeCallback.mts';
import type { CallbackAttempt, State } from './state.mts';

/** How a callback is sent. */
export interface TellOptions {
	/** How often the same bytes are sent. */
	times?: number;
	/** How long after the first the next one is sent, and so on; none waits for an answer. */
	gapMs?: number;
	headers?: Record<string, string>;
}

/**
 * "The method for all callbacks is HTTP POST ... The content type for all callback payloads is JSON." No source tells of
 * another attempt when one fails, so there is none, unless `times` asks for it.
 */
export async function tell(
	state: State,
	to: string,
	callback: Callback | Buffer,
	{ times = 1, gapMs = 100, headers = {} }: TellOptions = {},
): Promise<CallbackAttempt[]> {
	const body = Buffer.isBuffer(callback) ? callback : Buffer.from(JSON.stringify(callback));
	const trigger = Buffer.isBuffer(callback) ? 'bytes' : callback.trigger;
	const attempts = Array.from({ length: times }, async (_, index) => {
		if (index > 0) await sleep(index * gapMs);
		return await attempt(state, { to, trigger, body, headers });
	});
	return await Promise.all(attempts);
}

async function attempt(
	state: State,
	{
		to,
		trigger,
		body,
		headers,
	}: { to: string; trigger: string; body: Buffer; headers: Record<string, string> },
): Promise<CallbackAttempt> {
	const { callbackContentType: type } = state.knobs;
	const at = new Date();
	const record: CallbackAttempt = { trigger, to, at, status: null, milliseconds: 0 };
	state.callbacks.push(record);
	try {
		const patience = AbortSignal.any([state.closing, AbortSignal.timeout(state.callbackTimeoutMs)]);
		const answer = await postBytes(
			to,
			{ ...(type !== 'none' && { 'content-type': type }), ...headers },
			body,
			patience,
		);
		Object.assign(record, { status: answer.status, answer: answer.body });
	} catch (error) {
		record.error = explain(error as NodeJS.ErrnoException);
	}
	record.milliseconds = Date.now() - at.getTime();
	state.log(`callback ${trigger}: ${record.status ?? record.error}`);
	return record;
}
