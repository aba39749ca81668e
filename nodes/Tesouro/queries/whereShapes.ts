import { RemedyError } from '../../shared/run/remedyError';
import type { Where } from './reportQuery';

/** "Exactly one of the following fields must be provided": the days, or payment IDs. */
export function exactlyOne(where: Where): Where {
	if (Object.keys(where).length === 1) return where;
	throw new RemedyError(
		'This report takes either days or payment IDs, not both',
		'To look payments up by their IDs, choose "Any" under "Period". Otherwise remove the filter "Payment IDs".',
	);
}

/** `FeeFilterInput`: fees of a funds transfer are asked for in another way than all others, and without days. */
export function feeWhere(where: Where): Where {
	if (!('fundsTransferId' in where)) return { standardFeeFilter: where };
	const surplus = Object.keys(where).filter((name) => name !== 'fundsTransferId' && name !== 'feeType');
	if (surplus.length === 0) return { fundsTransferIdFeeFilter: where };
	throw new RemedyError(
		'The rows of a funds transfer cannot be narrowed down by days or anything but fee types',
		'With the filter "Funds Transfer IDs", choose "Any" under "Period" and remove all filters but "Fee Types".',
	);
}
