import { isRecord, type Parameter } from './parameters';

/** Where given values and a design differ, as paths such as `billTo.street` and `lines[].price`. */
export interface NameDifferences {
	/** Values that the design does not know: ReportFlow leaves them out without a word. */
	unknown: string[];
	/** Parameters without a value: ReportFlow prints a blank. */
	missing: string[];
}

export function compareNames(values: Record<string, unknown>, parameters: Parameter[]): NameDifferences {
	const unknown = new Set<string>();
	const missing = new Set<string>();
	compare(values, parameters, '', unknown, missing);
	return { unknown: [...unknown], missing: [...missing] };
}

function compare(
	values: Record<string, unknown>,
	parameters: Parameter[],
	path: string,
	unknown: Set<string>,
	missing: Set<string>,
): void {
	const known = new Set(parameters.map(({ name }) => name));
	for (const name of Object.keys(values)) {
		if (!known.has(name)) unknown.add(path + name);
	}
	for (const parameter of parameters) {
		const value = Object.hasOwn(values, parameter.name) ? values[parameter.name] : undefined;
		const here = path + parameter.name;
		if (value === undefined || value === null) missing.add(here);
		// A design that does not name its columns leaves nothing to compare.
		else if (parameter.members.length === 0) continue;
		else if (parameter.kind === 'group' && isRecord(value)) {
			compare(value, parameter.members, `${here}.`, unknown, missing);
		} else if (parameter.kind === 'table' && Array.isArray(value)) {
			for (const row of value.filter(isRecord)) {
				compare(row, parameter.members, `${here}[].`, unknown, missing);
			}
		}
	}
}
