import type { ICredentialTestFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { ConnectReportApi } from '../../../credentials/ConnectReportApi.credentials';
import { serverOf } from '../../../nodes/ConnectReport/api/credential';
import { fileTarget } from '../../../nodes/ConnectReport/api/fileLocation';
import { fill } from '../../../nodes/ConnectReport/api/paths';
import { connectReportApiTest } from '../../../nodes/ConnectReport/api/testConnectReportApi';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { credentialOf, httpContext } from './apiStage.mts';

const { request } = httpContext.helpers as unknown as {
	request: ICredentialTestFunctions['helpers']['request'];
};
const test = async (data: object) =>
	await connectReportApiTest.call({ helpers: { request } } as unknown as ICredentialTestFunctions, {
		id: '1',
		name: 'Server',
		type: 'connectReportApi',
		data: { ...data } as never,
	});

describe('the address', () => {
	it.each([
		['https://reports.example.com:4700', 'https://reports.example.com:4700'],
		['reports.example.com:4700 ', 'https://reports.example.com:4700'],
		['https://example.com/reporting/', 'https://example.com/reporting'],
		['https://example.com/reporting/api/v1/', 'https://example.com/reporting'],
		['https://example.com:4700/portal#/reports', 'https://example.com:4700'],
		['https://example.com/portals', 'https://example.com/portals'],
	])('%s', (serverUrl, url) => expect(serverOf({ serverUrl }).url).toBe(url));

	it.each(['', 'https://', 'https://user:pass@example.com', 'file:///etc/passwd', 'http://example.com'])(
		'%j is refused',
		(serverUrl) => expect(() => serverOf({ serverUrl })).toThrow(),
	);
});

describe('the credential test', () => {
	let sandbox: ConnectReportSandbox;
	afterEach(async () => await sandbox.close());

	it.each(['none', 'self-signed'] as const)('accepts a good key, below a path, with TLS: %s', async (tls) => {
		sandbox = await startConnectReportSandbox({ pathPrefix: '/reporting', tls });
		expect(await test(credentialOf(sandbox))).toMatchObject({ status: 'OK' });
	});

	it.each<[string, object, object, RegExp]>([
		['a wrong key', { apiKey: 'wrong' }, {}, /does not accept the API key/],
		['a login page', {}, { api: 'login-page' }, /login page/],
		['a redirect', {}, { api: 'login-redirect' }, /was not followed/],
		['something else', {}, { api: 'not-json' }, /does not come from ConnectReport/],
		['no such path', {}, { api: 'missing' }, /Check the server address/],
		['plain HTTP', { allowHttp: false }, {}, /Allow Plain HTTP/],
	])('says what is wrong: %s', async (_what, change, knobs, message) => {
		sandbox = await startConnectReportSandbox({ knobs });
		const result = await test({ ...credentialOf(sandbox), ...change });
		expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
	});
});

describe('a request of the HTTP Request node', () => {
	const authenticate = new ConnectReportApi().authenticate;
	const credential = { serverUrl: 'https://example.com:4700/reporting', apiKey: ' key ' };

	it.each<IHttpRequestOptions & { uri?: string }>([
		{ url: 'https://example.com:4700/reporting/api/v1/reports' },
		{ url: '/api/v1/reports', baseURL: 'https://example.com:4700' },
		{ uri: 'https://example.com:4700/api/v1/jobs' } as never,
	])('%j gets the key, and follows no redirect', async (given) => {
		expect(await authenticate(credential, given)).toMatchObject({
			headers: { 'X-Api-Key': 'key' },
			disableFollowRedirect: true,
			followRedirect: false,
		});
	});

	it.each([
		'https://evil.example/',
		'http://example.com:4700/',
		'https://example.com/',
		'//evil.example/x',
		'',
	])(
		'to %j is refused',
		async (url) => await expect(authenticate(credential, { url })).rejects.toThrow('go only to'),
	);
});

describe('a request below another address', () => {
	it.each(['https://example.com:4700/api/v1/reports', 'https:/example.com:4700/x'])(
		'is refused for %s',
		async (url) => {
			const request = { url, baseURL: 'http://evil.example' };
			const credential = { serverUrl: 'https://example.com:4700', apiKey: 'key' };
			await expect(new ConnectReportApi().authenticate(credential, request)).rejects.toThrow('go only to');
		},
	);
});

describe('the location of a file', () => {
	const server = serverOf({ serverUrl: 'https://example.com/reporting' });
	const template = 'GET {location}?attachmentName={fileName}';
	const api = 'https://example.com/reporting/api/v1';

	it.each([
		['files/1', `${api}/files/1`],
		['/files/1', `${api}/files/1`],
		['/reporting/api/v1/files/1', `${api}/files/1`],
		['/api/v1/files/1', `${api}/files/1`],
		[`${api}/files/1`, `${api}/files/1`],
	])('%s', (location, url) => {
		expect(fileTarget(server, template, location, 'a b.pdf')).toEqual({
			method: 'GET',
			url,
			query: { attachmentName: 'a b.pdf' },
		});
	});

	it.each([
		'https://evil.example/reporting/api/v1/files/1',
		'//evil.example/files/1',
		'http://example.com/reporting/api/v1/files/1',
		'https://user@example.com/reporting/api/v1/files/1',
		'../../admin/files',
		'files/%2e%2e/%2e%2e/%2e%2e/admin',
		'files/..%2f..%2fadmin',
		'\\\\evil.example\\files',
		'https://example.com/admin',
		'javascript:alert(1)',
	])('%s is refused', (location) => {
		expect(() => fileTarget(server, template, location, 'a.pdf')).toThrow('it was not fetched');
	});
});

describe('a changed path', () => {
	const server = serverOf({ serverUrl: 'https://example.com/reporting' });

	it.each([
		'GET //evil.example/reports',
		'GET /\\evil.example/reports',
		'GET @evil.example/reports',
		'GET https://evil.example/reports',
	])('%s stays with the server', (template) =>
		expect(fill(server, template, {}).url).toMatch('https://example.com/reporting/'),
	);

	it.each(['GET ../../../admin', 'GET /%2e%2e/admin', 'GET /..\\admin'])('%s is refused', (template) =>
		expect(() => fill(server, template, {})).toThrow('cannot be used'),
	);
});
