import { checkLink } from '../../../nodes/shared/http/fileHosts';

const allow = (link: string, ...additionalHosts: string[]) =>
	checkLink(link, { domain: 'acme.example', additionalHosts }).href;

describe('a file host that was added', () => {
	it.each([
		['https://files.example.com/f', 'files.example.com'],
		['https://files.example.com:443/f', ' Files.Example.com '],
		['https://files.example.com/f', 'files.example.com:443'],
		['https://files.example.com:8443/f', 'files.example.com:8443'],
		['https://files.example.com:8443/f', 'https://files.example.com:8443/path'],
	])('allows %s: %s', (link, entry) => expect(allow(link, entry)).toBe(new URL(link).href));

	it('uses plain http only if it was added so; otherwise http becomes https', () => {
		expect(allow('http://files.example.com:8080/f', 'http://files.example.com:8080')).toMatch(/^http:/);
		expect(allow('http://files.example.com/f', 'http://files.example.com')).toMatch(/^http:/);
		expect(allow('http://files.example.com/f', 'files.example.com')).toMatch(/^https:/);
	});

	it.each([
		['https://files.example.com:8443/f', 'files.example.com'],
		['https://files.example.com:22/f', 'files.example.com'],
		['http://files.example.com:8080/f', 'http://files.example.com'],
		['https://files.example.com/f', 'files.example.com:8443'],
		['https://files.example.com.evil.example/f', 'files.example.com'],
		['https://files.example.com@evil.example/f', 'files.example.com'],
		['https://sub.files.example.com/f', 'files.example.com'],
		['https://evil.example/f', ''],
		['https://evil.example/f', 'https://'],
	])('does not allow %s: %s', (link, entry) =>
		expect(() => allow(link, entry)).toThrow('not among the allowed file hosts'),
	);
});

it('the domain and its subdomains are allowed without being added', () => {
	expect(allow('https://acme.example/f')).toBe('https://acme.example/f');
	expect(allow('http://files.acme.example/f')).toBe('https://files.acme.example/f');
	for (const link of ['https://notacme.example/f', 'https://acme.example.evil.example/f']) {
		expect(() => allow(link)).toThrow('not among the allowed file hosts');
	}
});
