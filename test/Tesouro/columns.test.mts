import { chooseColumns, columnLabel, columnOptions, isColumnName } from '../../nodes/Tesouro/columns';
import { paymentTransactionColumns } from '../../nodes/Tesouro/paymentTransactionColumns';

const personal = /NAME|CARD|ACCOUNT|ADDRESS|SHIP|CITY|POSTAL|TAX_IDENT|ROUTING/;

describe('the columns of a choice', () => {
	it('all are all that Tesouro documents', () => {
		expect(chooseColumns('all', [], '')).toEqual([...paymentTransactionColumns]);
	});

	it('for reconciliation are known ones, without personal or card data', () => {
		const columns = chooseColumns('reconciliation', [], '');
		expect(columns).toContain('TRANSACTION_ID');
		expect(columns).toContain('FUNDING_NET_AMOUNT');
		const known = new Set<string>(paymentTransactionColumns);
		expect(columns.filter((column) => !known.has(column))).toEqual([]);
		expect(columns.filter((column) => personal.test(column))).toEqual(['ACCEPTOR_NAME']);
	});

	it('chosen ones keep their order, and come before what was typed', () => {
		expect(chooseColumns('choose', ['PAYMENT_ID', 'ACCEPTOR_ID'], 'NEW_COLUMN')).toEqual([
			'PAYMENT_ID',
			'ACCEPTOR_ID',
			'NEW_COLUMN',
		]);
	});

	it('typed ones are trimmed, written in capitals, and come once', () => {
		expect(chooseColumns('choose', ['PAYMENT_ID'], ' payment_id, new_column,,New_Column ')).toEqual([
			'PAYMENT_ID',
			'NEW_COLUMN',
		]);
	});

	it('an unknown choice has none of its own', () => {
		expect(chooseColumns('something', ['PAYMENT_ID'], '')).toEqual([]);
	});
});

it('the list of columns is sorted by label, and every label is its own', () => {
	const names = columnOptions.map(({ name }) => name);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	expect(new Set(names).size).toBe(paymentTransactionColumns.length);
	expect(columnLabel('TRANSACTION_TS_UTC')).toBe('Transaction TS UTC');
	expect(columnLabel('ACCEPTOR_ID')).toBe('Acceptor ID');
});

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
