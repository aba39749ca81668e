import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { Response } from '../api/send';
import type { TesouroApi } from '../api/transport';
import { tesouro } from '../facts';
import { problemError, unknownForm } from './problem';
import { SubscriptionRecord, type Subscription } from './subscription';

const ATTEMPT = 'list the subscriptions';
/** Of fifty each. A client that has more is not known to anybody; a list without end would be. */
const PAGES_AT_MOST = 200;
/** The documented sample asks for pages of ten, so a shorter one is the last. */
const SMALLEST_PAGE = 10;

const Records = z.array(SubscriptionRecord);
const count = z.coerce.number().int().nonnegative().optional().catch(undefined);

/** What an answer may say about its place in the list, under the names that are usual. */
const Position = z
	.object({
		hasNextPage: z.boolean().optional().catch(undefined),
		totalPages: count,
		totalCount: count,
		total: count,
		pageSize: count,
		nextPaginationToken: z.string().nullish().catch(undefined),
	})
	.partial()
	.catch({});
type Position = z.infer<typeof Position>;

interface Page extends Position {
	records: Subscription[];
}

/**
 * All subscriptions of the organization. The documents disagree about pages: `page` and `pageSize` with `subscriptions`
 * on the page about subscriptions, `limit` and `pagination_token` with `data` for the rest of the API. The first is
 * asked for, both are understood. Throws a RemedyError.
 */
export async function listSubscriptions(api: TesouroApi): Promise<Subscription[]> {
	const seen = new Map<string, Subscription>();
	const tokens = new Set<string>();
	let { query, response } = await firstPage(api);
	let fullPage = SMALLEST_PAGE;
	for (let pages = 1; pages <= PAGES_AT_MOST; pages++) {
		const page = readPage(response);
		const before = seen.size;
		for (const record of page.records) seen.set(record.id, record);
		// A server may allow less than was asked for: the largest page so far, or what it says itself, is a full one.
		fullPage = Math.max(fullPage, page.pageSize ?? 0, page.records.length);

		const token = page.nextPaginationToken ?? '';
		const isRepeating = seen.size === before || tokens.has(token);
		if (isRepeating || isLast(page, { pages, fullPage, seen: seen.size })) return [...seen.values()];
		if (token === '') query = { ...query, page: String(pages + 1) };
		else {
			tokens.add(token);
			query = { limit: query['pageSize'] ?? query['limit'] ?? '', pagination_token: token };
		}
		response = await ask(api, query);
		// Beyond the end of the list, some servers find nothing where others give an empty page.
		if (token === '' && (response.status === 400 || response.status === 404)) return [...seen.values()];
		if (response.status !== 200)
			throw problemError(response, { attempt: ATTEMPT, scope: tesouro.scopes.read });
	}
	throw new RemedyError(
		`Tesouro's list of subscriptions has no end (${PAGES_AT_MOST} pages were read)`,
		'Tell Tesouro support, and the authors of this node.',
	);
}

const ask = async (api: TesouroApi, query: Record<string, string>) =>
	await api.rest({ method: 'GET', path: tesouro.paths.subscriptions, query });

/** "pageSize 50; on 400 fall back to 10"; at last in the words of the rest of the API. */
async function firstPage(api: TesouroApi) {
	const queries: Array<Record<string, string>> = [
		...tesouro.subscriptionPageSizes.map((size) => ({ page: '1', pageSize: String(size) })),
		{ limit: String(tesouro.subscriptionPageSizes[0]) },
	];
	let refusal: Response | undefined;
	for (const query of queries) {
		const response = await ask(api, query);
		if (response.status === 200) return { query, response };
		refusal ??= response;
		if (response.status !== 400) {
			throw problemError(response, { attempt: ATTEMPT, scope: tesouro.scopes.read });
		}
	}
	throw problemError(refusal!, { attempt: ATTEMPT, scope: tesouro.scopes.read });
}

/** The array from `subscriptions`, else `data`, else `items`, else the answer itself. */
function readPage(response: Response): Page {
	const body = response.body as Record<string, unknown> | unknown[] | null;
	const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
	const list = [fields['subscriptions'], fields['data'], fields['items'], body].find(Array.isArray);
	const records = Records.safeParse(list);
	if (!records.success) throw unknownForm(response, ATTEMPT);
	const nested = ['pageInfo', 'pagination', 'paging', 'meta'].map((name) => Position.parse(fields[name]));
	return {
		...Object.assign({}, ...nested.map(known)),
		...known(Position.parse(fields)),
		records: records.data,
	};
}

const known = (position: Position) =>
	Object.fromEntries(Object.entries(position).filter(([, value]) => value !== undefined && value !== null));

/** What the answer says of itself wins over what its length lets us guess. */
function isLast(page: Page, { pages, fullPage, seen }: { pages: number; fullPage: number; seen: number }) {
	if (page.nextPaginationToken) return false;
	if (page.hasNextPage !== undefined) return !page.hasNextPage;
	if (page.totalPages !== undefined) return pages >= page.totalPages;
	const total = page.totalCount ?? page.total;
	if (total !== undefined) return seen >= total;
	return page.records.length < fullPage;
}
