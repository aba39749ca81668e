import type {
	FieldType,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { apiOfPanel } from '../api/apiOf';
import { getParameters, listDesigns } from './designs';
import { panelError } from './panelError';
import { isRecord, type Parameter } from './parameters';

/** The list behind "From List": what the filter is part of. */
export async function searchDesigns(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const designs = await listDesigns(await apiOfPanel(this));
		const wanted = filter.trim().toLowerCase();
		const results = designs
			.map(({ id, label }) => ({ name: label ?? id, value: id }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
			.sort((one, other) => one.name.localeCompare(other.name));
		return { results };
	} catch (error) {
		throw panelError(this, error);
	}
}

/** The parameters of the chosen design as fields of the panel. */
export async function getParameterFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	try {
		const chosen: unknown = this.getNodeParameter('designId', '', { extractValue: true });
		const designId = String((isRecord(chosen) ? chosen.value : chosen) ?? '').trim();
		if (designId === '') {
			return { fields: [], emptyFieldsNotice: 'Choose a design, and its parameters are shown here.' };
		}
		const isByNumber = this.getNodeParameter('version', 'latest') === 'number';
		const version = isByNumber ? Number(this.getNodeParameter('versionNumber', 1)) : undefined;
		const parameters = await getParameters(await apiOfPanel(this), designId, version);
		return { fields: toFields(parameters), emptyFieldsNotice: 'This design has no parameters.' };
	} catch (error) {
		throw panelError(this, error);
	}
}

/**
 * One field a value. The members of a group are fields of their own; a table is one field that takes a list of rows,
 * since n8n's mapper has no list of lists, and rows come from an expression anyway: they are not typed.
 */
export function toFields(parameters: Parameter[]): ResourceMapperField[] {
	return parameters.flatMap((parameter) => fieldsOf(parameter, []));
}

function fieldsOf(parameter: Parameter, path: string[]): ResourceMapperField[] {
	const here = [...path, parameter.name];
	if (parameter.kind === 'group' && parameter.members.length > 0) {
		return parameter.members.flatMap((member) => fieldsOf(member, here));
	}
	const columns = parameter.members.map(({ name }) => name).join(', ');
	const hint =
		parameter.kind === 'table' ? (columns === '' ? 'table' : `table of ${columns}`) : parameter.description;
	return [
		{
			id: toFieldId(here),
			displayName: here.join(' › ') + (hint === undefined ? '' : ` (${hint})`),
			type: fieldType(parameter),
			required: false,
			defaultMatch: false,
			display: true,
			canBeUsedToMatch: false,
		},
	];
}

/** Text where nothing speaks for another type: a number of an article must keep its zeros, a date its form. */
function fieldType({ kind, type = '' }: Parameter): FieldType {
	if (kind === 'table') return 'array';
	if (kind === 'group') return 'object';
	if (/^(number|integer|float)$/i.test(type)) return 'number';
	return /^bool(ean)?$/i.test(type) ? 'boolean' : 'string';
}

/** n8n writes the ID into an expression as value["ID"], so it cannot contain quotes and brackets. */
const escapes: Array<[plain: string, escaped: string]> = [
	['~', '~0'],
	['/', '~1'],
	['"', '~2'],
	['[', '~3'],
	[']', '~4'],
	['\\', '~5'],
];

/** A path as JSON Pointer (RFC 6901) would have it, without the slash in front and with more escapes. */
const toFieldId = (path: string[]): string =>
	path
		.map((name) => escapes.reduce((text, [plain, escaped]) => text.replaceAll(plain, escaped), name))
		.join('/');

const toPath = (id: string): string[] =>
	id
		.split('/')
		.map((name) =>
			[...escapes].reverse().reduce((text, [plain, escaped]) => text.replaceAll(escaped, plain), name),
		);

/** The values of the fields as ReportFlow wants them: groups together again, empty fields left out. */
export function fromFields(values: Record<string, unknown>): Record<string, unknown> {
	const params: Record<string, unknown> = {};
	for (const [id, value] of Object.entries(values)) {
		if (value === null || value === undefined) continue;
		const path = toPath(id);
		let target = params;
		for (const name of path.slice(0, -1)) {
			const inner = Object.hasOwn(target, name) ? target[name] : undefined;
			target = isRecord(inner) ? inner : define(target, name, {});
		}
		define(target, path.at(-1)!, value);
	}
	return params;
}

/** Also where the name is `__proto__`. */
function define<Value>(target: Record<string, unknown>, name: string, value: Value): Value {
	Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
	return value;
}
