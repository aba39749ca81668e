import { createHash } from 'crypto';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { TesouroApi } from '../api/transport';

const Page = z.object({
	items: z.array(z.record(z.unknown())),
	pageInfo: z.object({ hasNextPage: z.boolean() }),
});
export type Row = z.infer<typeof Page>['items'][number];

export interface RowsWanted {
	/** The field of the answer. */
	name: string;
	document: string;
	input: object;
	pageSize: number;
	/** Ends after that many. */
	limit: number;
}

/**
 * The rows of a report, page by page as they are asked for. Ends when Tesouro says `hasNextPage: false`, and with an
 * error as soon as it can no longer be told whether rows were missed: what has been read is then not passed on as if it
 * were all. Rows may come and go between two pages; Tesouro has no cursor that would prevent it.
 */
export async function* readRows(api: TesouroApi, wanted: RowsWanted): AsyncGenerator<Row> {
	let read = 0;
	let previous = '';
	while (read < wanted.limit) {
		const page = await readPage(api, wanted, read).catch((error: unknown) => failedAfter(read, error));
		const digest = digestOf(page.items);
		if (digest === previous && !areAlike(page.items)) {
			throw incomplete(read, 'Tesouro returned the same page of rows twice');
		}
		previous = digest;
		const rows = page.items.slice(0, wanted.limit - read);
		// By what came, not by what was asked for: Tesouro may give smaller pages than that.
		read += rows.length;
		yield* rows;
		if (!page.pageInfo.hasNextPage) return;
		if (rows.length === 0)
			throw incomplete(read, 'Tesouro returned an empty page and says that more rows follow');
	}
}

async function readPage(
	api: TesouroApi,
	{ name, document, input, pageSize, limit }: RowsWanted,
	skip: number,
) {
	const paging = { skip, take: Math.min(pageSize, limit - skip) };
	const schema = z.object({ [name]: Page.nullable() });
	const { [name]: page } = await api.query(document, { input: { ...input, paging } }, schema);
	if (page) return page;
	throw new RemedyError('Tesouro returned no rows, and no reason', 'Try again in a few minutes.', {
		temporary: true,
	});
}

function failedAfter(read: number, error: unknown): never {
	if (read === 0 || !(error instanceof RemedyError)) throw error;
	throw new RemedyError(
		`${error.message}. It happened after ${read} rows; none of them are passed on`,
		error.remedy,
		{ temporary: error.temporary },
	);
}

const incomplete = (read: number, what: string) =>
	new RemedyError(
		`${what}, after ${read} rows; none of them are passed on`,
		'Try again in a few minutes. If this continues, choose fewer days, or request the report as a file.',
		{ temporary: true },
	);

/** Of rows that cannot be told from one another, because few fields were asked for, two pages may well be the same. */
const areAlike = (rows: Row[]) => new Set(rows.map((row) => JSON.stringify(row))).size <= 1;

const digestOf = (rows: Row[]) => createHash('sha256').update(JSON.stringify(rows)).digest('base64');
