import type { Response } from './send';

/** `notification:subscription:read`: the form of every scope that is documented. */
const SCOPE = /^(?!urn:)[a-z][\w.-]*(?::[\w.*-]+)+$/i;
const DEPTH_AT_MOST = 16;
const SCOPES_AT_MOST = 10;

/**
 * The scopes that an answer says are missing. No document shows how; our reading: `scope` in WWW-Authenticate (RFC
 * 6750), any member of the body whose name speaks of scopes (but not of those that the client has), or words of that
 * form in a text that speaks of a scope or a permission.
 */
export function missingScopes({ headers, body }: Pick<Response, 'headers' | 'body'>): string[] {
	const challenge = /\bscope="([^"]*)"/i.exec(headers['www-authenticate'] ?? '')?.[1] ?? '';
	const found = [...words(challenge), ...inBody(body, false, 0)];
	return [...new Set(found)].slice(0, SCOPES_AT_MOST);
}

function inBody(value: unknown, isNamed: boolean, depth: number): string[] {
	if (depth > DEPTH_AT_MOST) return [];
	if (typeof value === 'string') {
		return isNamed || /scope|permission/i.test(value) ? words(value) : [];
	}
	if (Array.isArray(value)) return value.flatMap((entry) => inBody(entry, isNamed, depth + 1));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, entry]) => {
		if (/actual|granted|current/i.test(name)) return [];
		return inBody(entry, isNamed || /scope/i.test(name), depth + 1);
	});
}

const words = (text: string) =>
	text
		.slice(0, 2_000)
		.split(/[\s,;'"()[\]`]+/)
		.map((word) => word.replace(/[.:]+$/, ''))
		.filter((word) => word.length <= 100 && SCOPE.test(word));
