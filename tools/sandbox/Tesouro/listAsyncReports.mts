import { GraphQLError } from 'graphql';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';

type DateFilter = Partial<
	Record<'eq' | 'neq' | 'gt' | 'ngt' | 'gte' | 'ngte' | 'lt' | 'nlt' | 'lte' | 'nlte', string | null>
>;

interface Given {
	input: {
		where: { requestedDate: DateFilter };
		paging: { skip: number; take: number };
		orderBy?: Array<{ field: 'REQUESTED_DATE'; sortDirection: 'ASC' | 'DESC' }> | null;
	};
}

/** `asyncReport(input: AsyncReportInput!)`: "No filter by `requestId`: list by `requestedDate`". */
export function listAsyncReports(state: State, { input }: Given) {
	const { skip, take } = input.paging;
	if (skip < 0 || take < 0) {
		throw new GraphQLError('paging must not be negative.', { extensions: { code: 'BAD_USER_INPUT' } });
	}
	const listed = state.knobs.status === 'unknown' ? [] : [...state.reports.values()];
	const shownUntil = Date.now() - Number(state.knobs.listLag) * 1000;
	const found = listed.filter(
		({ requestedAt }) =>
			requestedAt.getTime() <= shownUntil && matches(requestedAt, input.where.requestedDate),
	);
	found.sort((one, other) => one.requestedAt.getTime() - other.requestedAt.getTime());
	if (input.orderBy?.[0]?.sortDirection === 'DESC') found.reverse();
	return {
		items: found.slice(skip, skip + take).map((report) => describe(state, report)),
		pageInfo: { hasNextPage: skip + take < found.length, hasPreviousPage: skip > 0 },
	};
}

function matches(requestedAt: Date, filter: DateFilter): boolean {
	const day = requestedAt.toISOString().slice(0, 10);
	const tests: Record<keyof DateFilter, (given: string) => boolean> = {
		eq: (given) => day === given,
		neq: (given) => day !== given,
		gt: (given) => day > given,
		ngt: (given) => day <= given,
		gte: (given) => day >= given,
		ngte: (given) => day < given,
		lt: (given) => day < given,
		nlt: (given) => day >= given,
		lte: (given) => day <= given,
		nlte: (given) => day > given,
	};
	return Object.entries(filter).every(
		([operator, given]) => given === null || tests[operator as keyof DateFilter](given),
	);
}

/** The same facts as in a delivery under other names: `url`/`fileUrl`, `generatedDateTime`/`createDateTimeUtc`. */
function describe({ knobs, clientId }: State, report: SandboxReport) {
	const status = knobs.status === 'auto' || knobs.status === 'unknown' ? report.status : knobs.status;
	const isMade = status === 'READY' || status === 'ALREADY_DOWNLOADED';
	return {
		requestId: report.requestId,
		reportId: report.reportId,
		presenter: { id: report.presenterId, businessName: `Sandbox client ${clientId}` },
		user: null,
		url: isMade ? report.url : null,
		fileName: report.fileName,
		fileSize: isMade ? report.ciphertextBytes : null,
		fileType: 'CSV',
		description: report.description ?? null,
		status,
		tags: report.tags,
		isCompressed: report.isCompressed,
		requestedDateTime: report.requestedAt.toISOString(),
		expiresDateTime: report.expiresAt.toISOString(),
		generatedDateTime: isMade ? (report.generatedAt?.toISOString() ?? null) : null,
	};
}
