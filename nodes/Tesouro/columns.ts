import type { INodePropertyOptions } from 'n8n-workflow';
import { paymentTransactionColumns } from './paymentTransactionColumns';

/** What is needed to match payments with one's own books, without personal or card data. */
const reconciliation = [
	'ACCEPTOR_ID',
	'ACCEPTOR_NAME',
	'ACCEPTOR_REFERENCE',
	'TRANSACTION_ID',
	'TRANSACTION_REFERENCE',
	'PAYMENT_ID',
	'ORDER_REFERENCE',
	'ACQUIRER_REFERENCE_NUMBER',
	'TRANSACTION_ACTIVITY_DATE',
	'TRANSACTION_TS_UTC',
	'TRANSACTION_TYPE',
	'TRANSACTION_CURRENCY',
	'TRANSACTION_AMOUNT',
	'APPROVED_AMOUNT',
	'PAYMENT_BRAND',
	'PROCESSING_NETWORK',
	'FUNDING_CURRENCY',
	'FUNDING_GROSS_AMOUNT',
	'FUNDING_NET_AMOUNT',
	'FUNDS_TRANSFER_ID',
	'FUNDS_RELEASE_DATE',
];

const abbreviations = new Set(['ID', 'UTC', 'AVS', 'ACH', 'TS']);

/** `ACCEPTOR_ID` as people say it: Acceptor ID. */
export const columnLabel = (column: string) =>
	column
		.split('_')
		.map((word) => (abbreviations.has(word) ? word : word.charAt(0) + word.slice(1).toLowerCase()))
		.join(' ');

export const columnOptions: INodePropertyOptions[] = paymentTransactionColumns
	.map((value) => ({ name: columnLabel(value), value }))
	.sort((one, other) => one.name.localeCompare(other.name));

/** The columns of a choice, then what was typed by hand, each once. */
export function chooseColumns(preset: string, chosen: string[], typed: string): string[] {
	const listed = { all: [...paymentTransactionColumns], reconciliation, choose: chosen }[preset] ?? [];
	const more = typed
		.split(',')
		.map((column) => column.trim().toUpperCase())
		.filter((column) => column !== '');
	return [...new Set([...listed, ...more])];
}

/** The schema grows, so a column is checked by its form, not against our list. */
export const isColumnName = (column: string) => /^[A-Z][A-Z0-9_]*$/.test(column);
