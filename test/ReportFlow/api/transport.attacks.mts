import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a link that takes our keys to another host through an HTTP Request node',
		title: 'gives its keys to no other host',
		file: 'nodes/ReportFlow/api/onlyTo.ts',
		line: 'new URL(url).origin !== origin',
		becomes: '(false as boolean)',
	},
	{
		name: 'a redirect that takes our keys along from an HTTP Request node',
		title: 'and follows no redirect',
		file: 'nodes/ReportFlow/api/onlyTo.ts',
		line: 'disableFollowRedirect: true, followRedirect: false',
		becomes: 'disableFollowRedirect: false, followRedirect: true',
	},
	{
		name: 'keys sent to an address that is not one of ReportFlow by the credential test',
		title: 'sends no key where its own address cannot be used',
		file: 'nodes/ReportFlow/api/credential.ts',
		line: 'if (!/^[A-Za-z0-9_-]{1,63}$/.test(workspaceId)) {',
		becomes: 'if (false as boolean) {',
	},
];
