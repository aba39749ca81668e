import { RemedyError } from '../../shared/run/remedyError';
import type { Server } from './credential';
import { connectReport } from '../facts';
import type { Target } from './paths';

/**
 * Where a rendered file lies: `location` is "relative to /api/v1/" in the vendor's sample. A leading slash and a whole
 * address of the same server are understood, too; anything else is refused, because the key goes along.
 */
export function fileTarget(server: Server, template: string, location: string, fileName: string): Target {
	const { pathname, query } = locate(server, location);
	const [, , name = ''] = /^[^?]*(\?([^=]+)=\{fileName\})?$/.exec(template.trim()) ?? [];
	return {
		method: 'GET',
		url: server.origin + pathname,
		query: { ...query, ...(name !== '' && { [name]: fileName }) },
	};
}

function locate(server: Server, location: string): { pathname: string; query: Record<string, string> } {
	const api = `${server.url}${connectReport.apiPath}`;
	const apiPathname = new URL(api).pathname;
	const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(location) || location.startsWith('//');
	const isFromRoot = [`${apiPathname}/`, `${connectReport.apiPath}/`].some((start) =>
		location.startsWith(start),
	);
	const fromApi = `${api}/${location.replace(/^\/+/, '')}`;
	const fromRoot = location.startsWith(`${apiPathname}/`) ? server.origin + location : server.url + location;
	const given = isWhole ? location : isFromRoot ? fromRoot : fromApi;
	const url = URL.canParse(given, server.url) ? new URL(given, server.url) : undefined;
	const isOurs = url?.origin === server.origin && url.username === '' && url.password === '';
	// `..`, a backslash and their encoded forms are resolved by now: what leads out of the server's path shows.
	const root = isWhole ? `${new URL(server.url).pathname.replace(/\/$/, '')}/` : `${apiPathname}/`;
	if (
		url === undefined ||
		!isOurs ||
		!url.pathname.startsWith(root) ||
		/%2e|%2f|%5c|\/\//i.test(url.pathname)
	) {
		throw new RemedyError(
			`ConnectReport gives ${url === undefined ? 'no address for the file' : isOurs ? 'an address outside its API for the file' : `an address at ${url.host} for the file`}; it was not fetched`,
			`The API key is sent only to ${server.url}. If that server has several names, enter the one that it uses itself in the ConnectReport credential.`,
		);
	}
	return { pathname: url.pathname, query: Object.fromEntries(url.searchParams) };
}
