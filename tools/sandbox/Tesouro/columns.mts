import type { Random } from '../random.mts';
import * as samples from './samples.mts';

/** What the columns of one row share, so that they agree with each other. */
export interface Row {
	random: Random;
	acceptor: number;
	day: string;
	secondOfDay: number;
	cents: number;
	isApproved: boolean;
	response: readonly [code: string, message: string];
}

/** Writes one field of a row, quoted already where it must be. */
export type FieldWriter = (row: Row) => string;

/** The columns of a report that nobody chose columns for. */
export const defaultColumns = [
	'ACCEPTOR_ID',
	'ACCEPTOR_NAME',
	'ACCEPTOR_REFERENCE',
	'TRANSACTION_ID',
	'PAYMENT_ID',
	'TRANSACTION_REFERENCE',
	'TRANSACTION_ACTIVITY_DATE',
	'TRANSACTION_TS_UTC',
	'TRANSACTION_TYPE',
	'TRANSACTION_CURRENCY',
	'TRANSACTION_AMOUNT',
	'APPROVED_AMOUNT',
	'PAYMENT_BRAND',
	'PAYMENT_FUNDING_SOURCE',
	'ACCOUNT_NUMBER_LAST_FOUR',
	'PROCESSOR_RESPONSE_MESSAGE',
	'ISSUING_BANK_NAME',
	'CARDHOLDER_LAST_NAME',
];

const writers: Record<string, FieldWriter> = {
	ACCEPTOR_ID: ({ acceptor }) => `00000000-0000-4000-8000-${String(acceptor).padStart(12, '0')}`,
	ACCEPTOR_NAME: ({ acceptor }) => samples.acceptorNames[acceptor] as string,
	ACCEPTOR_REFERENCE: ({ acceptor }) => `store-${acceptor + 1}`,
	TRANSACTION_REFERENCE: ({ random }) => `tx-${random.below(1e9)}`,
	TRANSACTION_TS_UTC: ({ day, secondOfDay }) => `${day}T${formatTime(secondOfDay)}Z`,
	TRANSACTION_TYPE: ({ random }) => random.pick(samples.transactionTypes),
	TRANSACTION_AMOUNT: ({ cents }) => formatCents(cents),
	APPROVED_AMOUNT: ({ cents, isApproved }) => formatCents(isApproved ? cents : 0),
	PAYMENT_BRAND: ({ random }) => random.pick(samples.brands),
	PAYMENT_FUNDING_SOURCE: ({ random }) => random.pick(samples.fundingSources),
	ACCOUNT_NUMBER_FIRST_SIX: () => '400000',
	ACCOUNT_NUMBER_LAST_FOUR: ({ random }) => String(random.below(10_000)).padStart(4, '0'),
	PROCESSOR_RESPONSE_CODE: ({ response }) => response[0],
	PROCESSOR_RESPONSE_MESSAGE: ({ response }) => response[1],
	ISSUING_BANK_NAME: ({ random }) => random.pick(samples.bankNames),
	CARDHOLDER_FIRST_NAME: ({ random }) => random.pick(samples.firstNames),
	CARDHOLDER_LAST_NAME: ({ random }) => random.pick(samples.lastNames),
};

/** Columns without a writer of their own are written by what their name ends in. */
const writersByEnding: Array<[ending: RegExp, write: FieldWriter]> = [
	[/_CURRENCY$/, ({ random }) => random.pick(samples.currencies)],
	[/_(AMOUNT|TAX)$/, ({ random }) => formatCents(random.below(50_000))],
	[/_COUNT$/, ({ random }) => String(random.below(1000))],
	[/_DATE$/, ({ day }) => day],
	[/_DATE_TIME$/, ({ day, secondOfDay }) => `${day}T${formatTime(secondOfDay)}Z`],
	[/(^|_)ID$/, ({ random }) => random.uuid()],
	[/_COUNTRY$/, () => 'USA'],
	[/^IS_/, ({ isApproved }) => String(isApproved)],
];

/** The writer of a column; a column that the sandbox has no values for stays empty. */
export function findWriter(column: string): FieldWriter {
	const byEnding = writersByEnding.find(([ending]) => ending.test(column));
	return writers[column] ?? byEnding?.[1] ?? (() => '');
}

function formatCents(cents: number): string {
	return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function formatTime(second: number): string {
	const twoDigits = (number: number) => (number < 10 ? `0${number}` : `${number}`);
	return `${twoDigits(Math.floor(second / 3600))}:${twoDigits(Math.floor(second / 60) % 60)}:${twoDigits(second % 60)}`;
}
