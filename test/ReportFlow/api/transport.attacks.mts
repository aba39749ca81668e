import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'keys sent to an address that is not one of ReportFlow by the credential test',
		title: 'sends no key if its own address cannot be used',
		file: 'nodes/ReportFlow/api/credential.ts',
		line: 'if (!/^[A-Za-z0-9_-]{1,63}$/.test(workspaceId)) {',
		becomes: 'if (false as boolean) {',
	},
];
