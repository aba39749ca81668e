import { authorizationSummaryColumns } from './columns/authorizationSummaryColumns';
import { feeColumns } from './columns/feeColumns';
import { feeSummaryColumns } from './columns/feeSummaryColumns';
import { fundingDisputeEventColumns } from './columns/fundingDisputeEventColumns';
import { fundingSummaryColumns } from './columns/fundingSummaryColumns';
import { fundingTransactionColumns } from './columns/fundingTransactionColumns';
import { paymentTransactionColumns } from './columns/paymentTransactionColumns';
import { transactionSummaryColumns } from './columns/transactionSummaryColumns';
import { filter, type ReportFilter } from './reportFilters';

/** A date of `where` that a range of days can mean. */
export interface DateMember {
	name: string;
	label: string;
	/**
	 * Whose availability limits it. That activity dates are under ACTIVITY_DATE and release dates under FUNDING_DATE is
	 * our reading of the names; the date of a dispute event is under neither.
	 */
	availability?: 'ACTIVITY_DATE' | 'FUNDING_DATE';
}

/** One of the eight members of Tesouro's `CreateAsyncReportInput`: exactly one is sent with each request. */
export interface ReportKind {
	value: string;
	name: string;
	description: string;
	/** The member of `CreateAsyncReportInput`. */
	input: string;
	/** The member of that input which holds columns, file type and file name. */
	report: string;
	columns: readonly string[];
	/** What is needed to match money with one's own books, without personal or card data. */
	reconciliation: readonly string[];
	/** The first one is the default. */
	dates: readonly [DateMember, ...DateMember[]];
	filters: readonly ReportFilter[];
	/** The member of `where` that holds all of this, if it is not `where` itself. */
	filterForm?: string;
	/** Another form of `where`, for the given funds transfers and without days. */
	transferForm?: { name: string; filters: readonly ReportFilter[] };
}

const transactionActivityDate: DateMember = {
	name: 'transactionActivityDate',
	label: 'Transaction Activity',
	availability: 'ACTIVITY_DATE',
};
const fundsReleaseDate: DateMember = {
	name: 'fundsReleaseDate',
	label: 'Funds Release',
	availability: 'FUNDING_DATE',
};

/** Names and addresses of people and parts of account numbers: not for reconciliation. */
const without = (columns: readonly string[], left: RegExp) => columns.filter((column) => !left.test(column));

const transactionReconciliation = [
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

/** Everything that differs between the kinds of report; fields and requests are made from it. Sorted by name. */
export const reportKinds: readonly [ReportKind, ...ReportKind[]] = [
	{
		value: 'authorizationSummaries',
		name: 'Authorization Summaries',
		description: 'Counts and amounts of approved and declined authorizations',
		input: 'authorizationSummariesInput',
		report: 'authorizationSummaryReportInput',
		columns: authorizationSummaryColumns,
		reconciliation: authorizationSummaryColumns,
		dates: [transactionActivityDate],
		filters: [filter.acceptorId, filter.transactionCurrency],
	},
	{
		value: 'feeSummaries',
		name: 'Fee Summaries',
		description: 'Fees, summed up by type, brand and day',
		input: 'feeSummariesInput',
		report: 'feeSummaryReportInput',
		columns: feeSummaryColumns,
		reconciliation: feeSummaryColumns,
		dates: [
			{ name: 'feeActivityDate', label: 'Fee Activity', availability: 'ACTIVITY_DATE' },
			fundsReleaseDate,
		],
		filters: [
			filter.acceptorId,
			filter.feeType,
			filter.fundingCurrency,
			filter.fundsTransferId,
			filter.paymentBrand,
		],
	},
	{
		value: 'fees',
		name: 'Fees',
		description: 'One row per fee',
		input: 'feesInput',
		report: 'feesReportInput',
		columns: feeColumns,
		reconciliation: without(feeColumns, /^ACCOUNT_NUMBER_|^CONSUMER_TYPE$/),
		dates: [{ name: 'activityDate', label: 'Fee Activity', availability: 'ACTIVITY_DATE' }, fundsReleaseDate],
		filters: [
			filter.acceptorId,
			filter.billableEventCurrency,
			filter.feeType,
			filter.fundingCurrency,
			filter.paymentBrand,
			filter.paymentId,
		],
		filterForm: 'standardFeeFilter',
		transferForm: { name: 'fundsTransferIdFeeFilter', filters: [filter.feeType] },
	},
	{
		value: 'fundingDisputeEvents',
		name: 'Funding Dispute Events',
		description: 'What disputes added to payouts, or took from them',
		input: 'fundingDisputeEventsInput',
		report: 'fundingDisputeEventsReportInput',
		columns: fundingDisputeEventColumns,
		reconciliation: fundingDisputeEventColumns,
		dates: [{ name: 'dateOfEvent', label: 'Dispute Event' }, fundsReleaseDate],
		filters: [filter.acceptorId, filter.fundsTransferId, filter.paymentBrand],
	},
	{
		value: 'fundingSummaries',
		name: 'Funding Summaries',
		description: 'Payouts, with what they are made of',
		input: 'fundingSummariesInput',
		report: 'fundingSummaryReportInput',
		columns: fundingSummaryColumns,
		reconciliation: fundingSummaryColumns,
		dates: [fundsReleaseDate, transactionActivityDate],
		filters: [filter.acceptorId, filter.fundingCurrencies, filter.fundsTransferId, filter.paymentBrand],
	},
	{
		value: 'fundingTransactions',
		name: 'Funding Transactions',
		description: 'Every single transaction of the payouts',
		input: 'fundingTransactionsInput',
		report: 'fundingTransactionReportInput',
		columns: fundingTransactionColumns,
		reconciliation: transactionReconciliation,
		dates: [fundsReleaseDate, transactionActivityDate],
		filters: [filter.acceptorId, filter.fundsTransferId, filter.paymentBrand],
	},
	{
		value: 'paymentTransactions',
		name: 'Payment Transactions',
		description: 'Every single transaction',
		input: 'paymentTransactionsInput',
		report: 'paymentTransactionsReportInput',
		columns: paymentTransactionColumns,
		reconciliation: transactionReconciliation,
		dates: [transactionActivityDate],
		filters: [
			filter.acceptorId,
			filter.conveyedStatus,
			filter.paymentFundingSource,
			filter.paymentBrand,
			filter.paymentId,
			filter.processorResponseCode,
			filter.transactionCurrencies,
			filter.transactionId,
			filter.transactionReference,
			filter.transactionType,
		],
	},
	{
		value: 'transactionSummaries',
		name: 'Transaction Summaries',
		description: 'Counts and amounts of transactions by type, brand and day',
		input: 'transactionSummariesInput',
		report: 'transactionSummaryReportInput',
		columns: transactionSummaryColumns,
		reconciliation: transactionSummaryColumns,
		dates: [transactionActivityDate],
		filters: [filter.acceptorId, filter.conveyedStatus, filter.transactionCurrency, filter.transactionType],
	},
];

export const DEFAULT_KIND = 'paymentTransactions';

export const findKind = (value: string): ReportKind | undefined =>
	reportKinds.find((kind) => kind.value === value);
