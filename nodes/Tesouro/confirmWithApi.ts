import type { Verification } from '../shared/reportEvent';
import { accepted, rejected, undecided } from '../shared/verdict';
import type { Authentication } from './authenticate';
import { statusMeaning } from './facts';
import type { Payload } from './payload';
import { findReport } from './reports';
import { TesouroError } from './tesouroError';
import type { TesouroApi } from './transport';

/** A report that was requested longer ago than this is no longer found. */
const DAYS_BACK = 31;

/**
 * Takes the delivery as a hint only, and asks Tesouro with our own credentials whether that report exists and is ready.
 * A forged delivery then changes nothing, whatever it says: id, link and times are taken from Tesouro's answer.
 */
export async function confirmWithApi(
	payload: Payload,
	api: TesouroApi,
	evidence: Omit<Verification, 'verdict'>,
	receivedAt: Date,
): Promise<Authentication> {
	if (payload.kind !== 'report ready') {
		return { verdict: rejected('it names no report that Tesouro could confirm') };
	}
	const { requestId, presenterId } = payload.report;
	// Looked for around our own clock: the times in the body are claims of a stranger as yet.
	const record = await findReport(api, requestId, { around: receivedAt, daysBack: DAYS_BACK }).catch(
		(error: unknown) => error,
	);
	if (record === undefined) {
		return { verdict: rejected(`Tesouro knows no report request ${quote(requestId)} of this client`) };
	}
	if (!isRecord(record)) {
		const reason = record instanceof TesouroError ? `${record.message}. ${record.remedy}` : String(record);
		return { verdict: undecided(`Tesouro could not confirm it: ${reason}`) };
	}
	const otherPresenter =
		presenterId !== undefined &&
		record.presenter != null &&
		presenterId.toLowerCase() !== record.presenter.id.toLowerCase();
	if (otherPresenter) return { verdict: rejected('it names another presenter than the report it announces') };

	const meaning = statusMeaning.get(record.status);
	if (meaning === 'failed') return { verdict: rejected('Tesouro says that this report failed') };
	if (meaning !== 'ready' || !record.url) {
		return { verdict: undecided(`Tesouro says that the report is ${record.status}, not ready yet`) };
	}
	return { verdict: accepted({ verdict: 'verified', ...evidence }), record };
}

const isRecord = (value: unknown): value is NonNullable<Authentication['record']> =>
	!(value instanceof Error) && typeof value === 'object' && value !== null && 'requestId' in value;

/** A stranger's text, cut and without line breaks, before it goes into a log. */
const quote = (text: string) => JSON.stringify(text.slice(0, 64));
