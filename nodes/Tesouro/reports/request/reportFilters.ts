import { RemedyError } from '../../../shared/run/remedyError';

/** What a filter of a report looks like in Tesouro's `where`, and how people fill it in. */
export interface ReportFilter {
	/** The member of `where`. */
	name: string;
	label: string;
	description: string;
	/**
	 * `ids` is a GuidFilterInput, `texts` a StringFilterInput, `text` a plain String, `choices` an
	 * EnumFilterInputOf…, `codes` one with too many values for a list: all but `text` take several values.
	 */
	form: 'ids' | 'texts' | 'text' | 'choices' | 'codes';
	/** The values of the enum, for `choices`. */
	values?: readonly string[];
	placeholder?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuid = 'e.g. 03635182-bdb5-41cc-8bda-1fbbaf444476';

const ids = (name: string, label: string, description: string): ReportFilter => ({
	name,
	label,
	description: `${description}; IDs separated by commas`,
	form: 'ids',
	placeholder: uuid,
});
const choices = (
	name: string,
	label: string,
	description: string,
	values: readonly string[],
): ReportFilter => ({ name, label, description, form: 'choices', values });
const currency = (name: string, label: string, form: 'text' | 'texts'): ReportFilter => ({
	name,
	label,
	description:
		form === 'texts'
			? 'Only amounts in these currencies; codes separated by commas'
			: 'Only amounts in this currency',
	form,
	placeholder: 'e.g. USD',
});

// The values of the enums are those of Tesouro's SDK schema (2025-06), without the deprecated PRESENTER_FEE.
const paymentBrands = [
	'VISA',
	'MASTERCARD',
	'DISCOVER',
	'AMERICAN_EXPRESS',
	'DINERS_CLUB_INTERNATIONAL',
	'JCB',
	'UNION_PAY',
	'PAYPAL',
	'MAESTRO',
	'PRIVATE_LABEL',
	'ATM',
	'ELECTRON',
	'V_PAY',
	'ACH',
	'NOT_APPLICABLE',
] as const;
const transactionTypes = [
	'AUTHORIZATION',
	'INCREMENTAL_AUTHORIZATION',
	'CAPTURE',
	'SALE',
	'REFUND',
	'REVERSAL',
	'CARD_VERIFICATION',
	'REFUND_AUTHORIZATION',
	'BANK_ACCOUNT_VALIDATION',
] as const;
const fundingSources = ['UNKNOWN', 'DEBIT', 'CREDIT', 'PREPAID', 'DEFERRED_DEBIT', 'CHARGE_CARD'] as const;
const conveyedStatuses = ['NOT_APPLICABLE', 'ACQUIRED', 'CONVEYED'] as const;
const feeTypes = [
	'INTERCHANGE_FEE',
	'NETWORK_FEE',
	'PROCESSOR_FEE',
	'PARTNER_FEE',
	'CONVENIENCE_FEE',
	'SERVICE_FEE',
	'SURCHARGE',
] as const;

/** Every filter that a kind of report may have; `reportKinds` says which has which. */
export const filter = {
	acceptorId: ids('acceptorId', 'Acceptor IDs', 'Only what belongs to these acceptors'),
	paymentId: ids('paymentId', 'Payment IDs', 'Only what belongs to these payments'),
	transactionId: ids('transactionId', 'Transaction IDs', 'Only these transactions'),
	fundsTransferId: ids(
		'fundsTransferId',
		'Funds Transfer IDs',
		'Only what was paid out with these transfers',
	),
	paymentBrand: choices('paymentBrand', 'Payment Brands', 'Only payments of these brands', paymentBrands),
	transactionType: choices(
		'transactionType',
		'Transaction Types',
		'Only transactions of these types',
		transactionTypes,
	),
	paymentFundingSource: choices(
		'paymentFundingSource',
		'Funding Sources',
		'Only payments with cards of these kinds',
		fundingSources,
	),
	conveyedStatus: choices(
		'conveyedStatus',
		'Conveyed Status',
		'Only transactions that were acquired, or conveyed to another processor',
		conveyedStatuses,
	),
	feeType: choices('feeType', 'Fee Types', 'Only fees of these types', feeTypes),
	transactionCurrency: currency('transactionCurrency', 'Transaction Currency', 'text'),
	transactionCurrencies: currency('transactionCurrency', 'Transaction Currencies', 'texts'),
	fundingCurrency: currency('fundingCurrency', 'Funding Currency', 'text'),
	fundingCurrencies: currency('fundingCurrency', 'Funding Currencies', 'texts'),
	billableEventCurrency: currency('billableEventCurrency', 'Billable Event Currency', 'text'),
	processorResponseCode: {
		name: 'processorResponseCode',
		label: 'Processor Response Codes',
		description: 'Only transactions with these answers of the processor; codes separated by commas',
		form: 'codes',
		placeholder: 'e.g. A0000',
	},
	transactionReference: {
		name: 'transactionReference',
		label: 'Transaction References',
		description: 'Only transactions with these references from you, separated by commas',
		form: 'texts',
	},
} as const satisfies Record<string, ReportFilter>;

/** What was filled in, as members of `where`; what was left empty is left out. Throws what Tesouro would not accept. */
export function toWhere(
	filters: readonly ReportFilter[],
	given: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		filters.flatMap((filter) => {
			const { name, form } = filter;
			const values = splitList(given[name]).map((value) => (form === 'codes' ? value.toUpperCase() : value));
			if (values.length === 0) return [];
			check(filter, values);
			return [[name, form === 'text' ? values[0] : { in: values }]];
		}),
	);
}

function check({ form, label }: ReportFilter, values: string[]): void {
	const odd = form === 'ids' ? values.find((value) => !UUID.test(value)) : undefined;
	if (odd !== undefined) {
		throw new RemedyError(
			`${JSON.stringify(odd.slice(0, 64))} under "${label}" is not a Tesouro ID`,
			'IDs look like 03635182-bdb5-41cc-8bda-1fbbaf444476; several are separated by commas.',
		);
	}
	if (form === 'text' && values.length > 1) {
		throw new RemedyError(`"${label}" takes one value only`, 'Run this report once for each value.');
	}
}

/** A list as people type it, separated by commas or line breaks, or as an expression gives it. */
export function splitList(given: unknown): string[] {
	const parts: unknown[] = Array.isArray(given) ? given : String(given ?? '').split(/[,\n]/);
	return [...new Set(parts.map((part) => String(part).trim()).filter((part) => part !== ''))];
}
