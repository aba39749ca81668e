import { RemedyError } from '../../shared/run/remedyError';

/** What is wrong with a report file, or with what was asked of it. */
export class CsvError extends RemedyError {}
