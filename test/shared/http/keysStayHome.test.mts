import type { ICredentialType, IHttpRequestOptions } from 'n8n-workflow';
import { Expression } from 'n8n-workflow';
import manifest from '../../../package.json';

/** Each credential of the package with something in every field, and an address where its keys may go. */
const filled: Record<string, { data: Record<string, unknown>; home?: string }> = {
	connectReportApi: {
		data: { serverUrl: 'https://reports.example.com:4700', apiKey: 'THE-KEY', token: 'THE-TOKEN' },
		home: 'https://reports.example.com:4700/api/v1/reports',
	},
	openPgpKeyApi: { data: { privateKeys: 'THE-KEY', passphrase: 'THE-PASSPHRASE' } },
	reportFlowApi: {
		data: { generation: 'single', environment: 'production', appKey: 'THE-KEY', token: 'THE-TOKEN' },
		home: 'https://api.re-port-flow.com/v1/file/designs',
	},
	reportFlowOAuth2Api: { data: { environment: 'production' } },
	tesouroApi: {
		data: {
			environment: 'production',
			clientSecret: 'THE-SECRET',
			privateKeys: 'THE-PRIVATE-KEY',
			signingSecret: 'THE-SIGNING-SECRET',
			accessToken: 'THE-KEY',
		},
		home: 'https://api.tesouro.com/graphql',
	},
};

const types = manifest.n8n.credentials.map((built) => /(\w+)\.credentials\.js$/.exec(built)![1]!);
const load = async (className: string) => {
	const module = (await import(`../../../credentials/${className}.credentials`)) as Record<
		string,
		new () => ICredentialType
	>;
	return new module[className]!();
};
const decoys = [
	'https://evil.example/',
	'http://api.tesouro.com/graphql',
	'https://evil.tesouro.com/files/1',
	'https://evil.re-port-flow.com/v1/file/designs',
	'https://reports.example.com/api/v1/reports',
	'http://127.0.0.1:1/',
];

it.each(types)('%s: no key goes anywhere except home', async (className) => {
	const credential = await load(className);
	const { data, home } = filled[credential.name]!;
	const { authenticate } = credential;
	if (home === undefined) {
		// n8n signs with OAuth2 itself (below); keys for OpenPGP are for no request at all.
		expect(authenticate).toBeUndefined();
		return;
	}
	if (typeof authenticate !== 'function') throw new Error('n8n would not ask where the request goes');
	const sign = async (url: string) => await authenticate(data as never, { url } as IHttpRequestOptions);
	expect(JSON.stringify(await sign(home))).toContain('THE-KEY');
	expect(JSON.stringify(await sign(home))).not.toMatch(/THE-(TOKEN|SECRET|PRIVATE|SIGNING|PASS)/);
	for (const decoy of decoys) await expect(sign(decoy)).rejects.toThrow('go only to');
});

it('ReportFlowOAuth2Api names to n8n the only host that may get the token', async () => {
	const { properties } = await load('ReportFlowOAuth2Api');
	const valueOf = (name: string, $self: object): unknown => {
		const { default: given, type } = properties.find((field) => field.name === name)!;
		expect(type).toBe('hidden');
		const text = String(given);
		return text.startsWith('=') ? evaluate(text.slice(1), $self) : text;
	};
	const hosts = (environment: string, baseUrl = '') => [
		valueOf('allowedHttpRequestDomains', {}),
		valueOf('allowedDomains', { environment, baseUrl }),
	];
	expect(hosts('production')).toEqual(['domains', 'api.re-port-flow.com']);
	expect(hosts('staging')).toEqual(['domains', 'api.stg.re-port-flow.com']);
	expect(hosts('custom', ' https://api.example.com:8443/v1 ')).toEqual(['domains', 'api.example.com']);
	// n8n allows nothing where nothing is named.
	expect(hosts('custom')).toEqual(['domains', '']);
});

/** As n8n evaluates a field of a credential. */
function evaluate(expression: string, $self: object): unknown {
	return Expression.resolveWithoutWorkflow(expression, { $self });
}
