import { RemedyError } from '../../shared/run/remedyError';
import type { Verification } from '../../shared/deliveries/reportEvent';
import { accepted, rejected, undecided } from '../../shared/deliveries/verdict';
import type { TesouroApi } from '../api/transport';
import { statusMeaning } from '../facts';
import { findReport, PAGES_PER_DELIVERY, type AsyncReportRequest } from '../reports/asyncReports';
import type { Authentication } from './authentication';
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
		return rejected('it names no report that Tesouro could confirm');
	}
	const { requestId, presenterId } = payload.report;
	// Looked for around our own clock: the times in the body are claims of a stranger as yet.
	if (requestId.length > REQUEST_ID_LENGTH_AT_MOST) return rejected('its request ID is no ID');
	const record = await lookUpOnce(api, requestId, receivedAt).catch((error: unknown) => error);
	if (record === undefined) {
		return rejected('Tesouro knows no report request with its ID for this client');
	}
	if (!isRecord(record)) {
		const reason = record instanceof RemedyError ? `${record.message}. ${record.remedy}` : String(record);
		return undecided(`Tesouro could not confirm it: ${reason}`);
	}
	const otherPresenter =
		presenterId !== undefined &&
		record.presenter != null &&
		presenterId.toLowerCase() !== record.presenter.id.toLowerCase();
	if (otherPresenter) return rejected('it names another presenter than the report it announces');

	const meaning = statusMeaning.get(record.status);
	if (meaning === 'failed') return rejected('Tesouro says that this report failed');
	if (meaning !== 'ready' || !record.url) {
		return undecided(`Tesouro says that the report is ${record.status}, not ready yet`);
	}
	return { ...accepted({ ...evidence, verdict: 'verified' }), confirmed: record };
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

const isRecord = (value: unknown): value is AsyncReportRequest =>
	!(value instanceof Error) && typeof value === 'object' && value !== null && 'requestId' in value;
