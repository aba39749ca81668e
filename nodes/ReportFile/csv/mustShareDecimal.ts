import { CsvError } from './csvError';
import type { Named } from './joinTables';

/** Throws when two tables write decimals differently: in one file, the amounts of one of them would be misread. */
export function mustShareDecimal(tables: Named[]): void {
	const known = tables.filter(({ table }) => table.isDecimalKnown);
	const markOf = ({ table }: Named) => table.dialect.decimal;
	const [first] = known;
	const other = known.find((one) => markOf(one) !== markOf(first!));
	if (other === undefined) return;
	throw new CsvError(
		`"${first!.fileName}" writes decimals with a ${markOf(first!)}, "${other.fileName}" with a ${markOf(other)}: in one file, amounts would be misread`,
		'Convert one of them to CSV first, with the mark of the other as "Output Decimal Separator". If both files use the same mark, choose it as "Decimal Separator" in the options of Join.',
	);
}
