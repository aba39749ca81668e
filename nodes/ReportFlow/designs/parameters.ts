import { z } from '../../shared/vendor/zod';

/** A parameter of a design: a single value, a group of values, or a table with the columns of its rows. */
export interface Parameter {
	name: string;
	kind: 'value' | 'group' | 'table';
	/** The word of ReportFlow, such as `string` or `number`; of a single value only. */
	type?: string;
	description?: string;
	/** The values of a group, or the columns of a table. */
	members: Parameter[];
}

/** What `GET /file/design/parameter/{designId}` answers with: an object by parameter name. */
export const DesignParameters = z.record(z.unknown());

/** "`string | Record<string,string> | Array<Record<string,string>>`", "a field can carry a `description`"; more is taken as it comes. */
export const readParameters = (answer: Record<string, unknown>): Parameter[] =>
	Object.entries(answer).map(([name, value]) => readParameter(name, value));

function readParameter(name: string, value: unknown): Parameter {
	if (typeof value === 'string') return { name, kind: 'value', type: value, members: [] };
	if (Array.isArray(value)) {
		const row: unknown = value[0];
		return { name, kind: 'table', members: isRecord(row) ? readParameters(row) : [] };
	}
	if (!isRecord(value)) return { name, kind: 'value', members: [] };
	return readDescribed(name, value) ?? { name, kind: 'group', members: readParameters(value) };
}

const describing = new Set(['type', 'description', 'label', 'required', 'default', 'example', 'format']);
const valueTypes =
	/^(string|text|number|integer|float|boolean|bool|date|datetime|time|image|url|qr|barcode)$/i;

/** `{ type, description? }` rather than a group with such members: our reading. */
function readDescribed(name: string, value: Record<string, unknown>): Parameter | undefined {
	const { type, description } = value;
	const isDescribed =
		typeof type === 'string' &&
		Object.keys(value).every((key) => describing.has(key)) &&
		!(typeof description === 'string' && valueTypes.test(description));
	if (!isDescribed) return undefined;
	return {
		name,
		kind: /^(array|table)$/i.test(type) ? 'table' : 'value',
		type,
		...(typeof description === 'string' && { description }),
		members: [],
	};
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
