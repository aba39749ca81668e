import { attempt } from '../../shared/http/attempt';
import { inSentences, RemedyError } from '../../shared/run/remedyError';
import type { Verification } from '../../shared/deliveries/reportEvent';
import { accepted, rejected, undecided, type Refusal } from '../../shared/deliveries/verdict';
import type { TesouroApi } from '../api/transport';
import { statusMeaning } from '../facts';
import type { Authentication } from './authentication';
import type { Payload } from './payload';
import { findRecentReport } from './recentReports';

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
): Promise<Authentication> {
	if (payload.kind !== 'report ready') {
		return rejected('it names no report that Tesouro could confirm');
	}
	const { requestId, presenterId } = payload.report;
	if (requestId.length > REQUEST_ID_LENGTH_AT_MOST) return rejected('its request ID is too long to be one');
	const record = await attempt(async () => await findRecentReport(api, requestId));
	if (record instanceof RemedyError) {
		return undecided(`Tesouro could not confirm it: ${inSentences(record.message, record.remedy)}`);
	}
	if (record === 'unknown') return rejected('Tesouro has no report request with this ID for this client');
	if (record === 'busy') return tooMany;
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

const tooMany: Refusal = {
	kind: 'busy',
	reason:
		'too many unproven deliveries are being confirmed at the moment. "Require an OpenPGP Signature" keeps strangers out',
};
