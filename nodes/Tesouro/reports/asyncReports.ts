import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { TesouroApi } from '../api/transport';
import { tesouro } from '../facts';
import { asyncReport } from './documents';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;
const PAGES_AT_MOST = 50;
/** Once per delivery, and anybody can send one: a day of a busy client has fewer requests than this. */
export const PAGES_PER_DELIVERY = 5;

/** Tesouro's record of a report request, as `asyncReport` lists it; only what we use is required. */
export const AsyncReportRequest = z
	.object({
		requestId: z.string(),
		reportId: z.string().nullish(),
		presenter: z.object({ id: z.string(), businessName: z.string().nullish() }).nullish(),
		url: z.string().nullish(),
		fileName: z.string().nullish(),
		fileSize: z.coerce.number().nullish(),
		fileType: z.string().nullish(),
		description: z.string().nullish(),
		status: z.string(),
		tags: z.array(z.string()).nullish(),
		isCompressed: z.boolean().nullish(),
		requestedDateTime: z.string().nullish(),
		expiresDateTime: z.string().nullish(),
		generatedDateTime: z.string().nullish(),
	})
	.passthrough();
export type AsyncReportRequest = z.infer<typeof AsyncReportRequest>;

const Page = z.object({
	asyncReport: z
		.object({
			items: z.array(AsyncReportRequest),
			pageInfo: z.object({ hasNextPage: z.boolean() }),
		})
		.nullable(),
});

/** All requests made between two days, newest first, page by page as they are asked for. */
export async function* listReports(
	api: TesouroApi,
	from: Date,
	to: Date,
	pagesAtMost = PAGES_AT_MOST,
): AsyncGenerator<AsyncReportRequest> {
	for (let page = 0; page < pagesAtMost; page++) {
		const { asyncReport: found } = await api.query(
			asyncReport,
			{
				input: {
					where: { requestedDate: { gte: toDay(from), lte: toDay(to) } },
					paging: { skip: page * tesouro.pageSize, take: tesouro.pageSize },
					orderBy: [{ field: 'REQUESTED_DATE', sortDirection: 'DESC' }],
				},
			},
			Page,
		);
		if (found === null) {
			throw new RemedyError('Tesouro returned no list of report requests', 'Try again in a few minutes.', {
				temporary: true,
			});
		}
		yield* found.items;
		if (!found.pageInfo.hasNextPage || found.items.length === 0) return;
	}
	// Not the same as "there is none": whoever asks has to know that the search was not complete.
	throw new RemedyError(
		'Tesouro lists more report requests than can be searched',
		'Look it up with fewer days to look back.',
		{ temporary: true },
	);
}

/**
 * The request with this id, looked for first around the day it was probably made, then in the `daysBack` days before.
 * There is no filter by request id and no zone in Tesouro's days, hence the day more on both sides.
 */
export async function findReport(
	api: TesouroApi,
	requestId: string,
	{ around, daysBack, pagesAtMost }: { around: Date; daysBack: number; pagesAtMost?: number },
): Promise<AsyncReportRequest | undefined> {
	const to = new Date(around.getTime() + ONE_DAY_MS);
	for (const days of daysBack > 1 ? [1, daysBack] : [1]) {
		const from = new Date(around.getTime() - days * ONE_DAY_MS);
		for await (const report of listReports(api, from, to, pagesAtMost)) {
			if (report.requestId.toLowerCase() === requestId.toLowerCase()) return report;
		}
	}
	return undefined;
}

const toDay = (date: Date) => date.toISOString().slice(0, 10);
