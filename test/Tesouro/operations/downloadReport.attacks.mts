import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a report that unpacks into the memory of n8n',
		title: 'is refused if n8n would keep it in memory, unless it is small enough to do no harm',
		file: 'nodes/OpenPgp/files/limitInMemory.ts',
		line: 'if (refused !== undefined && isInMemory === true) throw refused;',
		becomes: '',
	},
	{
		name: 'a host that only ends like an allowed one',
		title: 'is refused when it is https://eviltesouro.com/r.gpg',
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
		title: 'gets the token when it is the API host and asks for it, and no other host gets it',
		file: 'nodes/shared/http/download.ts',
		line: ' || !isHome(rules.token.home, url)',
		becomes: '',
	},
];
