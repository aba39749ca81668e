import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { count } from '../../shared/run/count';

/** What a reading left out; empty when it was nothing. `words` say what became of it. */
export function leftOut({ found }: Pick<Table, 'found'>, misfits?: Misfits, words = 'left out'): string {
	const parts = [
		misfits !== undefined && misfits.count > 0
			? `${count(misfits.count, 'row')} that did not fit (line ${misfits.lines[0]}${misfits.count > 1 ? ' and others' : ''})`
			: '',
		found.repeatedHeaders > 0 ? count(found.repeatedHeaders, 'repeated header') : '',
		found.totals !== undefined ? 'a row of totals' : '',
	].filter((part) => part !== '');
	return parts.length === 0 ? '' : `${words}: ${parts.join(', ')}`;
}
