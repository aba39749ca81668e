import { isLoopback } from '../../../nodes/shared/http/loopback';
import { apiBaseUrl, type TesouroCredential } from '../../../nodes/Tesouro/api/credential';

const custom = (baseUrl?: string): TesouroCredential => ({
	environment: 'custom',
	clientId: 'id',
	clientSecret: 'secret',
	...(baseUrl !== undefined && { baseUrl }),
});

describe('the base URL of a credential', () => {
	it('is the one of its environment, whatever else is filled in', () => {
		const given = custom('http://evil.example');
		expect(apiBaseUrl({ ...given, environment: 'production' })).toBe('https://api.tesouro.com');
		expect(apiBaseUrl({ ...given, environment: 'sandbox' })).toBe('https://api.sandbox.tesouro.com');
	});

	it.each([
		['https://api.example.com', 'https://api.example.com'],
		[' https://api.example.com/ ', 'https://api.example.com'],
		['https://api.example.com:8443/tesouro//', 'https://api.example.com:8443/tesouro'],
		['http://localhost:4010', 'http://localhost:4010'],
		['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
		['http://[::1]:4010', 'http://[::1]:4010'],
		['https://api.example.com/?key=value#part', 'https://api.example.com'],
	])('is read from %p as %p', (given, expected) => expect(apiBaseUrl(custom(given))).toBe(expected));

	it.each([
		undefined,
		'',
		'api.example.com',
		'http://api.example.com',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://192.168.1.5',
		'http://localhost@evil.example',
		'ftp://localhost',
		'file:///etc/passwd',
		'javascript:alert(1)',
	])('is refused when the secret would travel unencrypted: %p', (given) => {
		expect(() => apiBaseUrl(custom(given))).toThrow(/^The base URL of the Tesouro credential cannot be used/);
	});

	it.each([
		['https://api.example.com/graphql', 'Remove /graphql'],
		['https://api.example.com/graphql/', 'Remove /graphql'],
		['api.example.com', 'Start with https://'],
		['http://api.example.com', 'Start with https://'],
		['', 'Fill it in'],
	])('is refused when it is %p, and the remedy is: %s', (given, remedy) => {
		expect(() => apiBaseUrl(custom(given))).toThrow(
			expect.objectContaining({ remedy: expect.stringContaining(remedy) as string }),
		);
	});

	it.each([
		['localhost', true],
		['127.0.0.1', true],
		['127.1.2.3', true],
		['[::1]', true],
		['128.0.0.1', false],
		['1127.0.0.1', false],
		['localhost.', false],
		['notlocalhost', false],
	])('may have the host %p of this computer: %p', (host, expected) =>
		expect(isLoopback(host)).toBe(expected),
	);
});
