import { RemedyError } from '../../shared/run/remedyError';
import type { Server } from './credential';
import { connectReport } from '../facts';

/** One request to the API, made of a path template and what fills it. */
export interface Target {
	method: 'GET' | 'POST' | 'PUT';
	url: string;
	query: Record<string, string>;
}

/** What a template may name. */
export const placeholders = [
	'page',
	'reportId',
	'reportTaskId',
	'templateId',
	'type',
	'jobId',
	'location',
	'fileName',
] as const;
export type Values = Partial<Record<(typeof placeholders)[number], string>>;

const TEMPLATE = /^(?:(GET|POST|PUT)\s+)?([^?#\s]+)(?:\?([^#\s]*))?$/i;
const NAME = /\{(\w*)\}/g;

/**
 * Fills a template in. A path is relative to the API, one that begins with a slash to the address of the server; it never
 * leads anywhere else. Throws a RemedyError.
 */
export function fill(server: Server, template: string, values: Values): Target {
	const [, verb = 'GET', path = '', query = ''] = TEMPLATE.exec(template) ?? [];
	const unknown = [...template.matchAll(NAME)].find(([, name]) => !placeholders.some((one) => one === name));
	if (path === '' || unknown !== undefined) throw unusable(template, unknown?.[0]);
	const base = `${server.url}${path.startsWith('/') ? '/' : `${connectReport.apiPath}/`}`;
	const filled = path
		.replace(/^\/+/, '')
		.replace(NAME, (_, name: keyof Values) => segment(name, values, template));
	return {
		method: verb.toUpperCase() as Target['method'],
		url: within(server, `${base}${filled}`, template),
		query: fillQuery(query, values),
	};
}

/** A part whose name has no value is left out. */
function fillQuery(query: string, values: Values): Record<string, string> {
	const filled: Record<string, string> = {};
	for (const part of query.split('&').filter(Boolean)) {
		const [key = '', value = ''] = part.split('=', 2);
		const names = [...value.matchAll(NAME)].map(([, name]) => name as keyof Values);
		if (names.some((name) => values[name] === undefined)) continue;
		filled[key] = value.replace(NAME, (_, name: keyof Values) => values[name] ?? '');
	}
	return filled;
}

function segment(name: keyof Values, values: Values, template: string): string {
	const value = values[name];
	if (value === undefined) throw unusable(template, `{${name}}`);
	return encodeURIComponent(value);
}

/** Dots in a path would lead out of it. */
function within(server: Server, url: string, template: string): string {
	const resolved = new URL(url);
	if (
		resolved.origin === server.origin &&
		resolved.href.startsWith(`${server.url}/`) &&
		!/\/\.\.?(\/|$)/.test(url)
	) {
		return resolved.origin + resolved.pathname;
	}
	throw unusable(template);
}

const unusable = (template: string, name?: string) =>
	new RemedyError(
		`The path "${template.slice(0, 200)}" in the ConnectReport credential cannot be used${name === undefined ? '' : ` because of ${name}`}`,
		'Write a verb, a path and a query like the example in the empty field, with the same names in braces. To use the example, clear the field.',
	);

/**
 * An ID that is safe in a path. IDs come from callbacks and items: what could lead elsewhere is refused rather than
 * encoded, because a proxy on the way may decode it. Throws a RemedyError.
 */
export function checkId(id: unknown, what: string): string {
	const text = typeof id === 'number' ? String(id) : typeof id === 'string' ? id.trim() : '';
	if (isId(text)) return text;
	throw new RemedyError(
		text === '' ? `The ${what} is missing` : `The ${what} is not an ID of ConnectReport`,
		`Fill in the ${what} as ConnectReport gives it, for example b9e574a9-fb52-443b-a1aa-1eed82a8b1ba.`,
	);
}

export const isId = (text: unknown): text is string =>
	typeof text === 'string' &&
	text !== '' &&
	text.length <= connectReport.idCharactersAtMost &&
	!/^\.+$/.test(text) &&
	!connectReport.notInIds.test(text);
