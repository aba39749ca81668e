import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the API key taken along by a redirect of the credential test',
		title: 'says what is wrong: a redirect',
		file: 'nodes/shared/http/olderHelper.ts',
		line: '\tfollowRedirect: false,',
		becomes: '\tfollowRedirect: true,',
	},
	{
		name: 'a rendered file on another server, fetched with the API key',
		title: 'https://evil.example/reporting/api/v1/files/1 is refused',
		file: 'nodes/ConnectReport/api/fileLocation.ts',
		line: '!isOurs ||',
		becomes: '',
	},
	{
		name: 'a rendered file outside of the API',
		title: '../../admin/files is refused',
		file: 'nodes/ConnectReport/api/fileLocation.ts',
		line: '!url.pathname.startsWith(root) ||',
		becomes: '',
	},
	{
		name: 'a rendered file outside of the API, its way encoded',
		title: 'files/..%2f..%2fadmin is refused',
		file: 'nodes/ConnectReport/api/fileLocation.ts',
		line: '/%2e|%2f|%5c|\\/\\//i.test(url.pathname)',
		becomes: '(false as boolean)',
	},
	{
		name: "a changed path that leads out of the server's own",
		title: 'GET /%2e%2e/admin is refused',
		file: 'nodes/ConnectReport/api/paths.ts',
		line: 'resolved.href.startsWith(`${server.url}/`) &&',
		becomes: '',
	},
	{
		name: 'the API key in the open, without the switch for it',
		title: '"http://example.com" is refused',
		file: 'nodes/ConnectReport/api/credential.ts',
		line: 'credential.allowHttp !== true',
		becomes: '(false as boolean)',
	},
];
