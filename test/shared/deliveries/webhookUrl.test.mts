import { webhookUrlProblem } from '../../../nodes/shared/deliveries/webhookUrl';

describe('a provider on the internet reaches', () => {
	it.each([
		'https://n8n.example.com/webhook/abc',
		'https://n8n.example.com:8443/webhook/abc',
		'https://example.com/',
		'https://203.0.113.7/webhook/abc',
		'https://172.15.0.1/',
		'https://172.32.0.1/',
		'https://192.169.0.1/',
		'https://11.0.0.1/',
		'https://[2001:db8::1]/webhook/abc',
		'https://10.example.com/',
		'https://local.example.com/',
		'https://localhost.example.com/',
		'https://fd.example.com/',
	])('%s', (url) => expect(webhookUrlProblem(url)).toBeUndefined());
});

describe('a provider on the internet does not reach', () => {
	it.each([
		'https://localhost/webhook/abc',
		'https://LOCALHOST:5678/',
		'https://n8n.localhost/',
		'https://127.0.0.1/',
		'https://127.255.1.2/',
		'https://0.0.0.0:5678/',
		'https://10.0.0.5/',
		'https://10.255.255.255/',
		'https://172.16.0.1/',
		'https://172.31.255.255/',
		'https://192.168.1.5/',
		'https://169.254.169.254/',
		'https://[::1]/',
		'https://[::]/',
		'https://[fd00::1]/',
		'https://[fc00:1::1]/',
		'https://[fe80::1]/',
		'https://[febf::1]/',
		'https://n8n/',
		'https://n8n:5678/webhook/abc',
		'https://nas.local/',
		'https://n8n.internal/',
		'https://n8n.lan/',
		'https://n8n.home.arpa/',
		'https://2130706433/',
		'https://0x7f.1/',
		'https://[::ffff:127.0.0.1]/',
		'https://[::ffff:192.168.1.5]/',
		'https://localhost./',
	])('%s', (url) => {
		expect(webhookUrlProblem(url)).toMatch(/cannot be reached from the internet\. .*N8N_WEBHOOK_URL/);
	});

	it('an address without https', () => {
		expect(webhookUrlProblem('http://n8n.example.com/webhook/abc')).toMatch(
			/does not start with https:\/\/\. .*N8N_WEBHOOK_URL/,
		);
	});
});

it.each(['', 'no url', '/webhook/abc'])('says nothing about %p, which is not a URL', (url) => {
	expect(webhookUrlProblem(url)).toBeUndefined();
});
