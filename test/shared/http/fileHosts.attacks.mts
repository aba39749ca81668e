import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file from another port of a host that was added without one',
		title: 'does not allow https://files.example.com:22/f',
		file: 'nodes/shared/http/fileHosts.ts',
		line: 'url.hostname === hostname && url.port === port',
		becomes: "url.hostname === hostname && (port === '' || url.port === port)",
	},
];
