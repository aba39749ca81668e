import { readFileSync } from 'node:fs';
import { buildSchema, GraphQLEnumType, GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import {
	chooseColumns,
	columnLabel,
	isColumnName,
	labelledOptions,
} from '../../../../nodes/Tesouro/reports/request/columns';
import {
	findKind,
	reportKinds,
	type ReportKind,
} from '../../../../nodes/Tesouro/reports/request/reportKinds';

const schema = buildSchema(readFileSync('tools/sandbox/Tesouro/schema.graphql', 'utf8'));
const kindsByName = reportKinds.map((kind) => [kind.name, kind] as const);
const payments = findKind('paymentTransactions')!;
const personal = /NAME|CARD|ACCOUNT|ADDRESS|SHIP|CITY|POSTAL|TAX_IDENT|ROUTING/;
/** Of shops and payout profiles and fees, not of people. */
const harmless = new Set(['ACCEPTOR_NAME', 'FEE_NAME', 'ISSUING_BANK_NAME', 'FUNDS_TRANSFER_PROFILE_NAME']);

const inputOf = (name: string) => schema.getType(name) as GraphQLInputObjectType;
/** The named type under any `!` and `[]`. */
const named = (type: GraphQLInputType) => String(type).replace(/[[\]!]/g, '');
const memberOf = (type: GraphQLInputObjectType, name: string) => inputOf(named(type.getFields()[name]!.type));
const sentInput = ({ input }: ReportKind) => memberOf(inputOf('CreateAsyncReportInput'), input);
const whereOf = (kind: ReportKind) => memberOf(sentInput(kind), 'where');

describe('the table of report kinds', () => {
	it('has all members of CreateAsyncReportInput, once', () => {
		const members = Object.keys(inputOf('CreateAsyncReportInput').getFields());
		expect(reportKinds.map(({ input }) => input).sort()).toEqual(members.sort());
	});

	it.each(kindsByName)('has the columns of the schema for %s, except deprecated ones', (_, kind) => {
		const { fields } = memberOf(sentInput(kind), kind.report).getFields();
		const values = (schema.getType(named(fields!.type)) as GraphQLEnumType).getValues();
		const current = values.filter(({ deprecationReason }) => deprecationReason === undefined);
		expect([...kind.columns]).toEqual(current.map(({ name }) => name));
	});

	it.each(kindsByName)('has the filters of the schema for %s, each in its form', (_, kind) => {
		const where = kind.filterForm === undefined ? whereOf(kind) : memberOf(whereOf(kind), kind.filterForm);
		const members = Object.keys(where.getFields());
		const told = [...kind.dates, ...kind.filters].map(({ name }) => name);
		expect(told.sort()).toEqual(members.sort());
		for (const { name } of kind.dates)
			expect(named(where.getFields()[name]!.type)).toBe('DateRangeFilterInput');
		for (const { name, form, values } of kind.filters) {
			const type = named(where.getFields()[name]!.type);
			const forms = {
				ids: /^GuidFilterInput$/,
				texts: /^StringFilterInput$/,
				codes: /^EnumFilterInputOf/,
				text: /^String$/,
				choices: /^EnumFilterInputOf/,
			};
			expect([name, type]).toEqual([name, expect.stringMatching(forms[form])]);
			if (form !== 'choices') continue;
			const known = schema.getType(named(inputOf(type).getFields().in!.type)) as GraphQLEnumType;
			const current = known.getValues().filter(({ deprecationReason }) => deprecationReason === undefined);
			expect([...values!]).toEqual(current.map((value) => value.name));
		}
	});

	it('has a second form of filters for fees, by funds transfers', () => {
		const [kind, ...others] = reportKinds.filter(({ transferForm }) => transferForm !== undefined);
		expect([kind?.value, others]).toEqual(['fees', []]);
		const form = memberOf(whereOf(kind!), kind!.transferForm!.name);
		const told = [...kind!.transferForm!.filters.map(({ name }) => name), 'fundsTransferId'];
		expect(told.sort()).toEqual(Object.keys(form.getFields()).sort());
	});

	it.each(kindsByName)('has columns for reconciliation that exist and are not personal: %s', (_, kind) => {
		const known = new Set(kind.columns);
		expect(kind.reconciliation.length).toBeGreaterThan(10);
		expect(kind.reconciliation.filter((column) => !known.has(column))).toEqual([]);
		const doubtful = kind.reconciliation.filter((column) => personal.test(column) && !harmless.has(column));
		// The name of a fee.
		expect(doubtful).toEqual(kind.value === 'fees' ? ['NAME'] : []);
	});
});

describe('the columns of a choice', () => {
	it('"all" are all documented columns', () => {
		expect(chooseColumns(payments, 'all', [], '')).toEqual([...payments.columns]);
	});

	it('for reconciliation join payments and payouts', () => {
		const columns = chooseColumns(payments, 'reconciliation', [], '');
		expect(columns).toContain('TRANSACTION_ID');
		expect(columns).toContain('FUNDING_NET_AMOUNT');
	});

	it('keep their order when chosen, and come before typed ones', () => {
		expect(chooseColumns(payments, 'choose', ['PAYMENT_ID', 'ACCEPTOR_ID'], 'NEW_COLUMN')).toEqual([
			'PAYMENT_ID',
			'ACCEPTOR_ID',
			'NEW_COLUMN',
		]);
	});

	it('are trimmed, put in capitals and listed once when typed', () => {
		expect(chooseColumns(payments, 'choose', ['PAYMENT_ID'], ' payment_id, new_column,,New_Column ')).toEqual(
			['PAYMENT_ID', 'NEW_COLUMN'],
		);
	});

	it('are empty for an unknown choice', () => {
		expect(chooseColumns(payments, 'something', ['PAYMENT_ID'], '')).toEqual([]);
	});
});

it.each(kindsByName)('%s: the list of columns is sorted by label, and every label is unique', (_, kind) => {
	const names = labelledOptions(kind.columns).map(({ name }) => name);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	expect(new Set(names).size).toBe(kind.columns.length);
});

it.each([
	['TRANSACTION_TS_UTC', 'Transaction TS UTC'],
	['ACCEPTOR_ID', 'Acceptor ID'],
	['AVS_RESPONSE', 'AVS Response'],
])('%s reads %s', (column, label) => expect(columnLabel(column)).toBe(label));

it.each([
	['TRANSACTION_ID', true],
	['SHIP_FROM_ADDRESS_01', true],
	['', false],
	['transaction_id', false],
	['1ST', false],
	['A-B', false],
	['A B', false],
	['A"}', false],
	['A\nB', false],
])('%p can be a column: %p', (column, expected) => expect(isColumnName(column)).toBe(expected));
