import type { Attack } from '../../attacks/attack.mts';

const file = 'nodes/shared/http/keyHome.ts';

export const attacks: Attack[] = [
	{
		name: 'a link that takes our keys to another host through an HTTP Request node',
		title: 'goes nowhere else: {"url":"https://evil.example/"}',
		file,
		line: 'url === undefined || !isHome(home, url) || !isBaseHome) {',
		becomes: 'url === undefined || !isBaseHome) {',
	},
	{
		name: 'our keys sent to another host under a base address',
		title: 'goes nowhere else: {"url":"https:/api.acme.example/x","baseURL":"http://evil.example"}',
		file,
		line: 'const isBaseHome = !request.baseURL || isHomeText(home, request.baseURL);',
		becomes: 'const isBaseHome = !request.baseURL || home !== undefined;',
	},
	{
		name: 'a redirect that takes our keys along from an HTTP Request node',
		title: "keeps the HTTP Request node's own field for the address, and follows no redirect",
		file,
		line: 'disableFollowRedirect: true,',
		becomes: 'disableFollowRedirect: false,',
	},
	{
		name: 'our keys sent in the open to their own host',
		title: 'a home consists of a scheme, a host and a port',
		file,
		line: 'origins.includes(url.origin)',
		becomes: 'origins.some((origin) => new URL(origin).hostname === url.hostname)',
	},
];
