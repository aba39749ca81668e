import { isHome, onlyHome, type KeyHome } from '../../../nodes/shared/http/keyHome';

const home: KeyHome = {
	provider: 'Acme',
	origins: ['https://api.acme.example', 'https://files.acme.example:8443'],
};

describe('a request with our keys', () => {
	it.each([
		[{ url: 'https://api.acme.example/v1/x' }, 'https://api.acme.example/v1/x'],
		[{ url: 'https://files.acme.example:8443/f' }, 'https://files.acme.example:8443/f'],
		[{ url: '/v1/x?y=1', baseURL: 'https://api.acme.example' }, 'https://api.acme.example/v1/x?y=1'],
		[{ url: 'https://api.acme.example\\@evil.example/' }, 'https://api.acme.example/@evil.example/'],
	])('goes home, to the address that was checked: %j', (request, url) => {
		expect(onlyHome(home, request)).toEqual({
			url,
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it("keeps the HTTP Request node's own field for the address, and follows no redirect", () => {
		const request = { uri: 'https://api.acme.example/x', followRedirect: true, followAllRedirects: true };
		expect(onlyHome(home, request as never)).toEqual({
			uri: 'https://api.acme.example/x',
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it.each([
		{ url: 'https://evil.example/' },
		{ uri: 'https://evil.example/' },
		{ url: '//evil.example/x' },
		{ url: '//evil.example/x', baseURL: 'https://api.acme.example' },
		{ url: 'https://evil.example/x', baseURL: 'https://api.acme.example' },
		{ url: 'https://api.acme.example/x', baseURL: 'https://evil.example' },
		{ url: 'https:/api.acme.example/x', baseURL: 'http://evil.example' },
		{ url: '/x', baseURL: 'https://evil.example/v1' },
		{ url: 'http://api.acme.example/' },
		{ url: 'https://api.acme.example:8443/' },
		{ url: 'https://files.acme.example/' },
		{ url: 'https://api.acme.example.evil.example/' },
		{ url: 'https://api.acme.example@evil.example/' },
		{ url: 'https://sub.api.acme.example/' },
		{ url: 'javascript:alert(1)' },
		{ url: '' },
		{ url: 'no URL' },
	])('goes nowhere else: %j', (request) => {
		expect(() => onlyHome(home, request as never)).toThrow(
			/^The keys of the Acme credential go only to https:\/\/api\.acme\.example and /,
		);
	});
});

it('a home consists of a scheme, a host and a port', () => {
	const at = (url: string) => isHome(home, new URL(url));
	expect(at('https://api.acme.example:443/x')).toBe(true);
	expect(at('https://api.acme.example:444/x')).toBe(false);
	expect(at('http://api.acme.example/x')).toBe(false);
});
