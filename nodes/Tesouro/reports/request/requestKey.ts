import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { TesouroApi } from '../../api/transport';
import { parseTime } from '../../../shared/run/providerTime';
import { listReports, type AsyncReportRequest } from '../asyncReports';
import { isAnotherTry } from './anotherTry';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;
/** Files of the documented sample live three days: what is older cannot be fetched any more. */
const DAYS_OF_OWN_KEY = 7;

const keyTag = /^n8n-request-[0-9a-f]{16}-[0-9a-f]{16}$/;

/**
 * The tag by which a request that was sent can be found again: "there is no client-supplied idempotency key on the
 * mutation", but tags come back in `asyncReport`. The first half stands for what was asked for, the second for who asked.
 */
export interface RequestKey {
	tag: string;
	/** Given by the user: several executions may ask with it, also at the same moment. */
	isOwn: boolean;
	/** Look it up before anything is sent: an earlier try or execution may have asked. */
	mayExist: boolean;
	/** Whether a report with these tags is the one that this request asks for. */
	matches(tags: readonly string[]): boolean;
	daysBack: number;
}

/**
 * The key of one request, whose `content` is all that decides what will be in the report. Without a key of the user's, the execution is the one who asks: what it sends a second time,
 * after an answer was lost or by "Retry On Fail", is found again, and another execution asks for its own report.
 * Only n8n's "Retry" of a failed execution has a new id; there, everything that this node and item asked for with the
 * same words since yesterday counts as asked for.
 *
 * With a key of the user's, the same request with the same key is one report, whichever execution sends it.
 */
export function requestKey(
	context: IExecuteFunctions,
	itemIndex: number,
	content: object,
	ownKey: string,
): RequestKey {
	if (ownKey !== '') {
		const tag = `n8n-request-${hash('request', JSON.stringify(content))}-${hash('key', ownKey)}`;
		return {
			tag,
			isOwn: true,
			mayExist: true,
			matches: (tags) => tags.includes(tag),
			daysBack: DAYS_OF_OWN_KEY,
		};
	}
	const runIndex = context.evaluateExpression('{{ $runIndex }}', itemIndex);
	const place = [context.getWorkflow().id, context.getNode().id, String(runIndex), String(itemIndex)];
	const head = `n8n-request-${hash('place', ...place.map(String), JSON.stringify(content))}-`;
	const tag = head + hash('execution', context.getExecutionId());
	const isRetry = context.getMode() === 'retry';
	return {
		tag,
		isOwn: false,
		mayExist: isRetry || isAnotherTry(context),
		matches: (tags) => tags.some((one) => (isRetry ? one.startsWith(head) : one === tag)),
		daysBack: 1,
	};
}

/**
 * The report that this request already asked for, when it can still be of use: one that failed or has expired does not
 * count, and is told as `spent` where there is no other. The newest, and the days on both sides are one more, since
 * Tesouro's days have no zone.
 */
export async function findRequested(
	api: TesouroApi,
	key: RequestKey,
	now = new Date(),
): Promise<AsyncReportRequest | 'spent' | undefined> {
	const from = new Date(now.getTime() - key.daysBack * ONE_DAY_MS);
	const to = new Date(now.getTime() + ONE_DAY_MS);
	let isSpent = false;
	for await (const report of listReports(api, from, to)) {
		if (!key.matches(report.tags ?? [])) continue;
		if (report.status !== 'FAILED' && !hasExpired(report, now)) return report;
		isSpent = true;
	}
	return isSpent ? 'spent' : undefined;
}

export const isKeyTag = (tag: string) => keyTag.test(tag);

/** Only what is made expires; until then the date is a placeholder. */
const hasExpired = ({ status, expiresDateTime }: AsyncReportRequest, now: Date) => {
	const expires = parseTime(expiresDateTime);
	const isMade = status === 'READY' || status === 'ALREADY_DOWNLOADED';
	return isMade && expires !== undefined && expires <= now;
};

const hash = (...parts: string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
