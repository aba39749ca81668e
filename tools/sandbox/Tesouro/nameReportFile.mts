import type { State } from './state.mts';

/**
 * The name under which a report lies on the file host: `.csv`, `.csv.gz` when compressed, and `.gpg` at the end when
 * there is a customer's key to encrypt to. A wished name may hold anything; the link must not.
 */
export function nameReportFile(state: State, wish: string, isCompressed: boolean): string {
	const plain = wish.replace(/(\.csv)?(\.gz)?(\.gpg)?$/i, '');
	const safe =
		plain
			.replace(/[^\w.-]+/g, '_')
			.replace(/^\.+/, '_')
			.slice(0, 150) || 'report';
	return `${safe}.csv${isCompressed ? '.gz' : ''}${state.encryptTo ? '.gpg' : ''}`;
}
