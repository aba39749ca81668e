import { RemedyError } from '../../shared/run/remedyError';
import type { Verification } from '../../shared/deliveries/reportEvent';
import { accepted, rejected, undecided } from '../../shared/deliveries/verdict';
import type { TesouroApi } from '../api/transport';
import { statusMeaning } from '../facts';
import { findReport, PAGES_PER_DELIVERY } from '../reports/asyncReports';
import type { Authentication } from './authenticate';
import type { Payload } from './payload';

/** A report that was requested longer ago than this is no longer found. */
const DAYS_BACK = 31;
const LOOKUPS_AT_MOST = 8;
/** A UUID has 36 characters. */
const REQUEST_ID_LENGTH_AT_MOST = 64;

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
	if (requestId.length > REQUEST_ID_LENGTH_AT_MOST) return { verdict: rejected('its request ID is no ID') };
	const record = await lookUpOnce(api, requestId, receivedAt).catch((error: unknown) => error);
	if (record === undefined) {
		return { verdict: rejected(`Tesouro knows no report request ${quote(requestId)} of this client`) };
	}
	if (!isRecord(record)) {
		const reason = record instanceof RemedyError ? `${record.message}. ${record.remedy}` : String(record);
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

type Record = Awaited<ReturnType<typeof findReport>>;

/** Lookups under way. Anybody can send a delivery, and each lookup costs Tesouro several requests. */
const lookups = new Map<string, Promise<Record>>();

/** One lookup for all deliveries that wait for the same report, and few at a time. */
async function lookUpOnce(api: TesouroApi, requestId: string, receivedAt: Date): Promise<Record> {
	const key = JSON.stringify([api.identity, requestId.toLowerCase()]);
	const underWay = lookups.get(key);
	if (underWay !== undefined) return await underWay;
	if (lookups.size >= LOOKUPS_AT_MOST) {
		throw new RemedyError('Too many deliveries are being confirmed at the moment', 'It is sent again.', {
			temporary: true,
		});
	}
	const lookup = findReport(api, requestId, {
		around: receivedAt,
		daysBack: DAYS_BACK,
		pagesAtMost: PAGES_PER_DELIVERY,
	}).finally(() => lookups.delete(key));
	lookups.set(key, lookup);
	return await lookup;
}

const isRecord = (value: unknown): value is NonNullable<Authentication['record']> =>
	!(value instanceof Error) && typeof value === 'object' && value !== null && 'requestId' in value;

/** A stranger's text, cut and without line breaks, before it goes into a log. */
const quote = (text: string) => JSON.stringify(text.slice(0, 64));
