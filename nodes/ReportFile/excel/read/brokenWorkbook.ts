import { RemedyError } from '../../../shared/run/remedyError';

/** A workbook that cannot be read, or that is made to do harm. */
export class BrokenWorkbook extends RemedyError {
	constructor(why: string, remedy = 'Open it in Excel, save it as .xlsx once more, and try again.') {
		super(`The Excel file cannot be read: ${why}`, remedy);
	}
}
