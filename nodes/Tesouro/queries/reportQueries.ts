import { filter, type ReportFilter } from '../reports/request/reportFilters';
import {
	authorizationSummaryOrders,
	feeSummaryOrders,
	fundingSummaryOrders,
	transactionSummaryOrders,
} from './orders';
import type { ReportQuery } from './reportQuery';
import * as selections from './selections';
import { exactlyOne, feeWhere } from './whereShapes';

const activityDate = { name: 'activityDate', label: 'Activity' };
const transactionActivityDate = { name: 'transactionActivityDate', label: 'Transaction Activity' };
const fundsReleaseDate = { name: 'fundsReleaseDate', label: 'Funds Release' };
const feeActivityDate = { name: 'feeActivityDate', label: 'Fee Activity' };
const dateOfEvent = { name: 'dateOfEvent', label: 'Dispute Event' };

/** Two filters that no report has which comes as a file. */
const returnId: ReportFilter = {
	name: 'id',
	label: 'Return IDs',
	description: 'Only these returns; IDs separated by commas',
	form: 'ids',
};
const reasonCode: ReportFilter = {
	name: 'reasonCode',
	label: 'Reason Codes',
	description: 'Only returns for these reasons; Nacha return codes separated by commas',
	form: 'codes',
	placeholder: 'e.g. R01, R02',
};

const feeFilters: ReportFilter[] = [
	filter.acceptorId,
	filter.billableEventCurrency,
	filter.feeType,
	filter.fundingCurrency,
	filter.fundsTransferId,
	filter.paymentBrand,
	filter.paymentId,
];

/**
 * The reports that Tesouro answers at once, in the order of the list that users see. Of `fundingAchReturns` and
 * `fundingDisbursementReturns` the operation pages of 2026 show the fields of a row, and the names of the input types; the
 * members of their `where` are our reading: those of other funding reports, and "for a given activity date".
 */
export const reportQueries: ReportQuery[] = [
	{
		name: 'achNotificationsOfChange',
		label: 'ACH Notifications of Change',
		description: 'Corrections to the bank accounts of payers, with account numbers',
		inputType: 'AchNotificationOfChangeInput',
		isSummary: false,
		dates: [activityDate],
		filters: [filter.paymentId],
		selection: selections.achNotificationOfChange,
		shapeWhere: exactlyOne,
	},
	{
		name: 'achReturns',
		label: 'ACH Returns',
		description: 'Bank transfers that came back, one by one',
		inputType: 'AchReturnsInput',
		isSummary: false,
		dates: [activityDate, transactionActivityDate],
		filters: [
			filter.acceptorId,
			filter.paymentId,
			reasonCode,
			returnId,
			filter.transactionId,
			filter.transactionReference,
			filter.transactionType,
		],
		selection: selections.achReturn,
	},
	{
		name: 'allocations',
		label: 'Allocations',
		description: 'How amounts were allocated, one by one. Not every client of Tesouro has this report.',
		// Not in the SDK's schema of 2025-06; the operation page of 2026 gives it the input of fees.
		inputType: 'FeeInput',
		isSummary: false,
		dates: [activityDate, fundsReleaseDate],
		filters: feeFilters,
		selection: selections.allocation,
		shapeWhere: feeWhere,
	},
	{
		name: 'authorizationSummaries',
		label: 'Authorization Summaries',
		description: 'Counts and amounts of authorizations',
		inputType: 'AuthorizationSummaryInput',
		isSummary: true,
		dates: [transactionActivityDate],
		isDateRequired: true,
		filters: [filter.acceptorId, filter.transactionCurrency],
		sortFields: authorizationSummaryOrders,
		selection: selections.authorizationSummary,
	},
	{
		name: 'feeSummaries',
		label: 'Fee Summaries',
		description: 'Counts and amounts of fees',
		inputType: 'FeeSummaryInput',
		isSummary: true,
		dates: [feeActivityDate, fundsReleaseDate],
		filters: [
			filter.acceptorId,
			filter.feeType,
			filter.fundingCurrency,
			filter.fundsTransferId,
			filter.paymentBrand,
		],
		sortFields: feeSummaryOrders,
		selection: selections.feeSummary,
	},
	{
		name: 'fees',
		label: 'Fees',
		description: 'Fees, one by one',
		inputType: 'FeeInput',
		isSummary: false,
		dates: [activityDate, fundsReleaseDate],
		filters: feeFilters,
		selection: selections.fee,
		shapeWhere: feeWhere,
	},
	{
		name: 'fundingAchReturns',
		label: 'Funding ACH Returns',
		description: 'Bank transfers that came back and moved money, one by one',
		inputType: 'FundingAchReturnInput',
		isSummary: false,
		dates: [activityDate, fundsReleaseDate],
		filters: [filter.acceptorId, filter.fundsTransferId],
		selection: selections.fundingAchReturn,
	},
	{
		name: 'fundingDisbursementReturns',
		label: 'Funding Disbursement Returns',
		description: 'Payouts to your bank account that came back, one by one',
		inputType: 'FundingDisbursementReturnsInput',
		isSummary: false,
		dates: [activityDate],
		filters: [],
		selection: selections.fundingDisbursementReturn,
	},
	{
		name: 'fundingDisputeEvents',
		label: 'Funding Dispute Events',
		description: 'Dispute events that moved money, one by one',
		inputType: 'FundingDisputeEventInput',
		isSummary: false,
		dates: [dateOfEvent, fundsReleaseDate],
		filters: [filter.acceptorId, filter.fundsTransferId, filter.paymentBrand],
		selection: selections.fundingDisputeEvent,
	},
	{
		name: 'fundingSummaries',
		label: 'Funding Summaries',
		description: 'What was funded, to compare with the deposits in your bank account',
		inputType: 'FundingSummariesInput',
		isSummary: true,
		dates: [fundsReleaseDate, transactionActivityDate],
		filters: [filter.acceptorId, filter.fundingCurrencies, filter.fundsTransferId, filter.paymentBrand],
		sortFields: fundingSummaryOrders,
		selection: selections.fundingSummary,
	},
	{
		name: 'fundingTransactions',
		label: 'Funding Transactions',
		description: 'Captures, sales and refunds that were funded, one by one',
		inputType: 'FundingTransactionInput',
		isSummary: false,
		dates: [fundsReleaseDate, transactionActivityDate],
		filters: [filter.acceptorId, filter.fundsTransferId, filter.paymentBrand],
		selection: selections.fundingTransaction,
	},
	{
		name: 'paymentTransactionSummaries',
		label: 'Payment Transaction Summaries',
		description: 'Counts and amounts of transactions',
		inputType: 'PaymentTransactionSummaryInput',
		isSummary: true,
		dates: [transactionActivityDate],
		isDateRequired: true,
		filters: [filter.acceptorId, filter.conveyedStatus, filter.transactionCurrency, filter.transactionType],
		sortFields: transactionSummaryOrders,
		selection: selections.paymentTransactionSummary,
	},
	{
		name: 'paymentTransactions',
		label: 'Payment Transactions',
		description: 'Transactions that were submitted, one by one',
		inputType: 'PaymentTransactionsInput',
		isSummary: false,
		dates: [transactionActivityDate],
		// "API requires at least one of: TransactionActivityDate, PaymentId, TransactionReference, TransactionId"
		needsOneOf: ['transactionActivityDate', 'paymentId', 'transactionReference', 'transactionId'],
		filters: [
			filter.acceptorId,
			filter.conveyedStatus,
			filter.paymentBrand,
			filter.paymentFundingSource,
			filter.paymentId,
			filter.processorResponseCode,
			filter.transactionCurrencies,
			filter.transactionId,
			filter.transactionReference,
			filter.transactionType,
		],
		selection: selections.paymentTransaction,
	},
];

/** The table by name. */
export const findQuery = (name: string): ReportQuery | undefined =>
	reportQueries.find((query) => query.name === name);
