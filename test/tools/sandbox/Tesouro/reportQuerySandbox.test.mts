import { startSandbox, type Sandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import { createTokenBucket } from '../../../../tools/sandbox/Tesouro/tokenBucket.mts';

let sandbox: Sandbox;
let token: string;

beforeAll(async () => {
	sandbox = await startSandbox({ rowsPerDay: 20 });
	const answer = await fetch(`${sandbox.url}/openid/connect/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: sandbox.clientId,
			client_secret: sandbox.clientSecret,
		}),
	});
	({ access_token: token } = (await answer.json()) as { access_token: string });
});
afterAll(async () => await sandbox.close());

interface Answer {
	data?: Record<string, { items: Array<Record<string, unknown>>; pageInfo: { hasNextPage: boolean } } | null>;
	errors?: Array<{ message: string; extensions: { code: string } }>;
	extensions?: { rateLimit: object };
}

async function ask(query: string, type: string, fields: string, input: object): Promise<Answer> {
	return await post({
		query: `query Q($input: ${type}!) { ${query}(input: $input) { items { ${fields} } pageInfo { hasNextPage } } }`,
		variables: { input },
	});
}

async function post(request: { query: string; variables?: object }): Promise<Answer> {
	const answer = await fetch(`${sandbox.url}/graphql`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(request),
	});
	return (await answer.json()) as Answer;
}

const days = (gte: string, lte = gte) => ({ transactionActivityDate: { gte, lte } });
const summaries = async (input: object) =>
	await ask(
		'paymentTransactionSummaries',
		'PaymentTransactionSummaryInput',
		'acceptor { id } transactionActivityDate transactionAmount transactionType',
		input,
	);

describe('the reports of the sandbox that are answered at once', () => {
	it('are the same each time, and differ on another day', async () => {
		const input = { where: days('2026-03-01'), paging: { skip: 0, take: 20 } };
		const [first, again] = [await summaries(input), await summaries(input)];
		expect(first.data!.paymentTransactionSummaries!.items).toHaveLength(20);
		expect(again.data).toEqual(first.data);
		const other = await summaries({ ...input, where: days('2026-03-02') });
		expect(other.data).not.toEqual(first.data);
	});

	it('have pages that make up the whole', async () => {
		const where = days('2026-03-01', '2026-03-03');
		const whole = await summaries({ where, paging: { skip: 0, take: 100 } });
		const parts = await Promise.all(
			[0, 25, 50].map(async (skip) => await summaries({ where, paging: { skip, take: 25 } })),
		);
		const items = parts.flatMap(({ data }) => data!.paymentTransactionSummaries!.items);
		expect(items).toEqual(whole.data!.paymentTransactionSummaries!.items);
		expect(parts.map(({ data }) => data!.paymentTransactionSummaries!.pageInfo.hasNextPage)).toEqual([
			true,
			true,
			false,
		]);
	});

	it('respect the filter and the order', async () => {
		const { data } = await summaries({
			where: { ...days('2026-03-01', '2026-03-10'), transactionType: { in: ['SALE', 'REFUND'] } },
			paging: { skip: 0, take: 500 },
			orderBy: [{ field: 'TRANSACTION_AMOUNT', sortDirection: 'ASC' }],
		});
		const { items } = data!.paymentTransactionSummaries!;
		expect(items.length).toBeGreaterThan(5);
		expect(
			items.every(({ transactionType }) => transactionType === 'SALE' || transactionType === 'REFUND'),
		).toBe(true);
		const amounts = items.map(({ transactionAmount }) => transactionAmount as number);
		expect(amounts).toEqual([...amounts].sort((one, other) => one - other));
	});

	it('have the own fields of each kind of transaction', async () => {
		const { data, errors } = await ask(
			'paymentTransactions',
			'PaymentTransactionsInput',
			'__typename transactionType ... on Capture { requestedAmount fundingNetAmount }',
			{ where: days('2026-03-01', '2026-03-05'), paging: { skip: 0, take: 100 } },
		);
		expect(errors).toBeUndefined();
		const { items } = data!.paymentTransactions!;
		const captures = items.filter(({ transactionType }) => transactionType === 'CAPTURE');
		expect(captures.length).toBeGreaterThan(0);
		for (const row of items) expect('requestedAmount' in row).toBe(row.transactionType === 'CAPTURE');
	});

	it('name the owner of an account as Tesouro does', async () => {
		const { data } = await ask('achReturns', 'AchReturnsInput', 'accountOwnerType', {
			where: { activityDate: { gte: '2026-03-01', lte: '2026-03-05' } },
			paging: { skip: 0, take: 100 },
		});
		const owners = data!.achReturns!.items.map(({ accountOwnerType }) => accountOwnerType);
		expect([...new Set(owners)].sort()).toEqual(['CONSUMER', 'CORPORATE']);
	});

	it('have what the operation page of one transaction selects, and what the SDK calls the descriptor', async () => {
		const fields = `__typename activityDate amountDetails { subTotal shipping } billingDescriptor businessApplicationId
			acceptor { billingDescriptor billingDescriptorName billingDescriptorServiceFeeName billingDescriptorCity
				billingDescriptorState businessName id name reference }
			id lineItems { commodityCode description discountAmount lineItemAmount productCode productSku
				taxDetails { localAmount nationalAmount totalAmount } unitOfMeasure unitPrice unitQuantity }
			reference taxIdentificationNumber`;
		const listed = await ask('paymentTransactions', 'PaymentTransactionsInput', fields, {
			where: days('2026-01-05'),
			paging: { skip: 0, take: 1 },
		});
		expect(listed.errors).toBeUndefined();
		const [first] = listed.data!.paymentTransactions!.items;
		const found = await post({
			query: `query Q($id: UUID!) { paymentTransaction(id: $id) { ${fields} } me { id name email jobTitle } }`,
			variables: { id: first!.id },
		});
		expect(found.errors).toBeUndefined();
		expect(found.data).toMatchObject({ paymentTransaction: first, me: { name: 'Sandbox client' } });
		const id = '00000000-0000-4000-8000-000000000001';
		const none = await post({ query: `{ paymentTransaction(id: "${id}") { id } }` });
		expect(none).toMatchObject({ data: { paymentTransaction: null } });
	});

	it.each([
		['no days', 'fundingSummaries', 'FundingSummariesInput', {}],
		['transactions by acceptor alone', 'paymentTransactions', 'PaymentTransactionsInput', { acceptorId: {} }],
		['no form of fees', 'fees', 'FeeInput', {}],
		['two forms of fees', 'fees', 'FeeInput', { standardFeeFilter: {}, fundsTransferIdFeeFilter: {} }],
		[
			'days the wrong way round',
			'fundingSummaries',
			'FundingSummariesInput',
			days('2026-03-02', '2026-03-01'),
		],
	])('refuse %s', async (_, query, type, where) => {
		const { data, errors } = await ask(query, type, '__typename', { where, paging: { skip: 0, take: 1 } });
		expect(data).toEqual({ [query]: null });
		expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
	});
});

describe('the rate limit', () => {
	it('is a bucket that refills', () => {
		const start = Date.now() + 1_000;
		const bucket = createTokenBucket(4);
		const taken = [0, 0, 0, 0, 0].map((after) => bucket.take(start + after));
		expect(taken.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, true, false]);
		expect(taken[0]!.rateLimit).toEqual({ requestRate: 1, remaining: 3, retryAfterMs: 0, resetAfterMs: 250 });
		expect(taken[4]!.rateLimit).toEqual({
			requestRate: 5,
			remaining: 0,
			retryAfterMs: 250,
			resetAfterMs: 1000,
		});
		expect(bucket.take(start + 200).isAllowed).toBe(false);
		expect(bucket.take(start + 260).isAllowed).toBe(true);
	});

	it('is in every answer, and answers 429 with both kinds of wait', async () => {
		const small = await startSandbox({ requestsPerSecond: 2 });
		const post = async () => await fetch(`${small.url}/graphql`, { method: 'POST', body: '{}' });
		const answers = [await post(), await post(), await post()];
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
		expect(answers[2]!.headers.get('retry-after')).toBe('1');
		expect(await answers[2]!.json()).toMatchObject({
			extensions: { rateLimit: { remaining: 0, retryAfterMs: expect.any(Number) as number } },
		});
		await small.close();
		const { extensions } = await summaries({ where: days('2026-03-01'), paging: { skip: 0, take: 1 } });
		expect(extensions!.rateLimit).toMatchObject({ remaining: expect.any(Number) as number, retryAfterMs: 0 });
	});
});
