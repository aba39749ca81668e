import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a report that unpacks into the memory of n8n',
		title: 'is refused where n8n would hold it in memory, and not below what does no harm',
		file: 'nodes/OpenPgp/files/limitInMemory.ts',
		line: 'if (refused !== undefined && isInMemory === true) throw refused;',
		becomes: '',
	},
	{
		name: 'a host that only ends like an allowed one',
		title: 'refuses https://eviltesouro.com/r.gpg',
		file: 'nodes/shared/http/fileHosts.ts',
		line: 'host.endsWith(`.${domain}`)',
		becomes: 'host.endsWith(domain)',
	},
	{
		name: 'a redirect to a host that nobody allowed',
		title: 'a link that leads to another host',
		file: 'nodes/shared/http/download.ts',
		line: 'url = checkLink(isUrl ? new URL(headers.location, url).toString() : headers.location, rules);',
		becomes: 'url = new URL(headers.location, url);',
	},
	{
		name: 'a host that asks for our token',
		title: 'sends its token to its own API host when a file there asks for it, and to no other',
		file: 'nodes/shared/http/download.ts',
		line: ' || !isHome(rules.token.home, url)',
		becomes: '',
	},
];
