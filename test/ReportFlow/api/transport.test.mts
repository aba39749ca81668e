import type { ICredentialTestFunctions } from 'n8n-workflow';
import { ReportFlowApi } from '../../../credentials/ReportFlowApi.credentials';
import { ReportFlowOAuth2Api } from '../../../credentials/ReportFlowOAuth2Api.credentials';
import { reportFlowApiTest } from '../../../nodes/ReportFlow/api/testReportFlowApi';
import { apiBaseUrl, type ReportFlowCredential } from '../../../nodes/ReportFlow/api/credential';
import { reportFlow } from '../../../nodes/ReportFlow/facts';
import { askedPause, holdBack, pauseLeft, takePlace } from '../../../nodes/ReportFlow/api/rateLimit';
import { oauthAccess } from '../../../nodes/ReportFlow/api/oauthAccess';
import { quick } from '../../../nodes/ReportFlow/api/patience';
import { connect, connectWith } from '../../../nodes/ReportFlow/api/transport';
import { listDesigns } from '../../../nodes/ReportFlow/designs/designs';
import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { httpContext } from '../../Tesouro/api/apiStage.mts';
import {
	countRequests,
	credentialsFor,
	invoice,
	readItem,
	runPdf,
	startPdfStage,
	turn,
	type PdfStage,
} from '../operations/pdfStage.mts';
import { endProcess } from '../../../nodes/shared/run/processMemory';

describe('the published rates', () => {
	beforeEach(() => endProcess());

	it('are kept in any minute, not only on average', () => {
		const places = Array.from({ length: 95 }, () => takePlace('w', 'sync', 30, 1_000)! + 1_000);
		for (const [index, at] of places.entries()) {
			const within = places.filter((other) => other > at - reportFlow.rateWindowMs && other <= at);
			expect([index, within.length <= 30]).toEqual([index, true]);
		}
		expect(places[29]).toBe(1_000);
		expect(places[94]! - 1_000).toBeLessThan(3.1 * 60_500);
	});

	it('are separate for workspaces and for kinds of requests', () => {
		for (let count = 0; count < 30; count++) takePlace('w', 'sync', 30, 0);
		expect(takePlace('w', 'sync', 30, 0)).toBeGreaterThan(0);
		expect(takePlace('w', 'async', 100, 0)).toBe(0);
		expect(takePlace('other', 'sync', 30, 0)).toBe(0);
	});

	it('allow requests again after a minute', () => {
		for (let count = 0; count < 30; count++) takePlace('w', 'sync', 30, 0);
		expect(takePlace('w', 'sync', 30, 61_000)).toBe(0);
	});

	it('make everybody in the workspace wait after a refusal', () => {
		holdBack('w', 'async', 5_000, 0);
		expect(takePlace('w', 'async', 100, 1_000)).toBe(4_000);
		expect(pauseLeft('w', 'async', 6_000)).toBe(0);
	});

	it.each([
		[{ 'retry-after': '7' }, 7_000],
		[{ 'retry-after': new Date(11_000).toUTCString() }, 10_000],
		[{ 'x-ratelimit-reset': '3' }, 3_000],
		[{}, 60_000],
		[{ 'retry-after': 'soon' }, 60_000],
	])('ask for a pause: %j for %i ms', (headers, ms) => {
		expect(askedPause(headers, 1_000)).toBe(ms);
	});
});

describe('the base URL', () => {
	const credential = (given: Partial<ReportFlowCredential>): ReportFlowCredential => ({
		generation: 'single',
		environment: 'production',
		appKey: 'ak',
		...given,
	});

	it.each<[Partial<ReportFlowCredential>, string]>([
		[{}, 'https://api.re-port-flow.com/v1'],
		[{ environment: 'staging' }, 'https://api.stg.re-port-flow.com/v1'],
		[{ generation: 'workspace', workspaceId: ' ws_abc123 ' }, 'https://ws_abc123.re-port-flow.com/v1'],
		[{ environment: 'custom', baseUrl: ' http://localhost:3000/v1/ ' }, 'http://localhost:3000/v1'],
	])('%j', (given, url) => expect(apiBaseUrl(credential(given))).toBe(url));

	it.each<Partial<ReportFlowCredential>>([
		{ generation: 'workspace', workspaceId: 'evil.example/' },
		{ generation: 'workspace', workspaceId: 'evil.example#' },
		{ generation: 'workspace', workspaceId: '' },
		{ environment: 'custom', baseUrl: 'http://example.com/v1' },
		{ environment: 'custom', baseUrl: 'ftp://example.com' },
		{ environment: 'custom', baseUrl: '' },
	])('%j is refused', (given) => expect(() => apiBaseUrl(credential(given))).toThrow(/cannot be used/));
});

describe('against the sandbox', () => {
	let stage: PdfStage;
	beforeAll(async () => (stage = await startPdfStage({ tokenLifetimeSeconds: 3600 })));
	afterAll(async () => await stage.close());
	beforeEach(() => {
		turn(stage, createKnobs());
		stage.harness.saveCredentials(credentialsFor(stage.sandbox));
	});

	it('OAuth2 gets a token, keeps it, and renews it after a refusal; nothing is generated twice', async () => {
		const before = stage.sandbox.files().length;
		const first = await runPdf(stage, 'generate', invoice, { credential: 'oauth' });
		expect(first.error).toBeUndefined();
		expect((await readItem(stage, first.items[0]!)).pages).toBe(1);
		const saved = stage.harness.savedCredential('oauth') as { oauthTokenData?: { access_token: string } };
		const token = saved.oauthTokenData!.access_token;

		stage.harness.saveCredentials({
			oauth: { ...saved, oauthTokenData: { ...saved.oauthTokenData, access_token: 'expired' } } as never,
		});
		const second = await runPdf(stage, 'generate', invoice, { credential: 'oauth' });
		expect(second.error).toBeUndefined();
		const renewed = stage.harness.savedCredential('oauth') as typeof saved;
		expect(renewed.oauthTokenData!.access_token).not.toBe('expired');
		expect(renewed.oauthTokenData!.access_token).not.toBe(token);
		expect(stage.sandbox.files().length - before).toBe(2);
		expect(stage.sandbox.requests.at(-1)!.signIn).toBe('bearer');
	});

	it('OAuth2 with a wrong secret says where to look, and shows no secret', async () => {
		const known = credentialsFor(stage.sandbox).oauth!;
		stage.harness.saveCredentials({ oauth: { ...known, clientSecret: 'wrong-secret' } });
		const { error } = await runPdf(stage, 'generate', invoice, { credential: 'oauth' });
		expect(error?.message).toBe('There is no access token for ReportFlow');
		expect(error?.description).toContain('check the client ID and secret');
		expect(JSON.stringify(error)).not.toContain('wrong-secret');
	});

	it('a webhook tries once, and has an answer within seconds', async () => {
		turn(stage, { api: 'silent' });
		const api = connect(httpContext, credentialsFor(stage.sandbox).new as unknown as ReportFlowCredential);
		const started = Date.now();
		const before = stage.sandbox.requests.length;
		await expect(api.stream('/file/download/a/b')).rejects.toMatchObject({ temporary: true });
		expect(Date.now() - started).toBeLessThan(20_000);
		expect(stage.sandbox.requests.length - before).toBe(1);
	});

	it('OAuth2 uses a token that somebody else renewed meanwhile', async () => {
		const { url, clientId, clientSecret, baseUrl } = stage.sandbox;
		const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
		const signedIn = await fetch(`${url}/api/v1/oauth/token`, {
			method: 'POST',
			body: new URLSearchParams(form),
		});
		const { access_token: renewed } = (await signedIn.json()) as { access_token: string };
		const before = stage.sandbox.requests.length;
		const wasRefused = () => stage.sandbox.requests.slice(before).some(({ status }) => status === 401);
		const read = async () => ({
			environment: 'custom' as const,
			baseUrl: baseUrl.new,
			oauthTokenData: { access_token: wasRefused() ? renewed : 'expired' },
		});
		const helpers = { ...httpContext.helpers, httpRequestWithAuthentication: async () => undefined };
		const context = { helpers, getNode: () => ({ credentials: {} }) };
		const access = await oauthAccess(context as never, read);
		const api = connectWith(httpContext, access, { ...quick, timeoutMs: 10_000 });
		await expect(listDesigns(api)).resolves.not.toHaveLength(0);
	});

	it('a credential without a key is refused with an explanation', async () => {
		const { appKey: _, ...rest } = credentialsFor(stage.sandbox).new!;
		const call = async () => await listDesigns(connect(httpContext, rest as unknown as ReportFlowCredential));
		await expect(call()).rejects.toMatchObject({
			message: expect.stringContaining('A key for ReportFlow is missing') as string,
		});
	});

	it('the identity of a workspace contains no key', () => {
		const credential = credentialsFor(stage.sandbox).new as unknown as ReportFlowCredential;
		expect(connect(httpContext, credential).identity).not.toContain(credential.appKey);
	});

	it('a request stops waiting as soon as the user stops the execution', async () => {
		turn(stage, { api: 'silent' });
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 300);
		const started = Date.now();
		const { execution } = await runPdf(stage, 'generate', invoice, { signal: stop.signal });
		expect(execution.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(20_000);
	});

	it('a run sends no more requests than the rate allows', async () => {
		const known = credentialsFor(stage.sandbox).new!;
		stage.harness.saveCredentials({ new: { ...known, appKey: stage.sandbox.appKey, syncPerMinute: 3 } });
		endProcess();
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 2_000);
		const before = countRequests(stage, '/sync/single');
		await runPdf(stage, 'generate', invoice, {
			items: Array.from({ length: 5 }, () => ({ json: {} })),
			signal: stop.signal,
		});
		expect(countRequests(stage, '/sync/single') - before).toBe(3);
		endProcess();
	});

	const test = async (data: Record<string, unknown>) =>
		await reportFlowApiTest.call({ helpers: httpContext.helpers } as unknown as ICredentialTestFunctions, {
			id: '1',
			name: 'ReportFlow',
			type: 'reportFlowApi',
			data: data as never,
		});

	it.each(['new', 'old'] as const)('the credential test passes with good keys (%s)', async (name) => {
		expect(await test(credentialsFor(stage.sandbox)[name]!)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['a wrong key', { appKey: 'wrong' }, /does not accept the keys/],
		['no key', { appKey: '' }, /Nothing is filled in yet/],
		['one key of two', { generation: 'workspace', secretKey: '' }, /A key for ReportFlow is missing/],
		['a base URL without /v1', {}, /it ends with \/v1/],
	])('the credential test says what is wrong: %s', async (what, change, message) => {
		const { url } = stage.sandbox;
		const known: Record<string, unknown> = { ...credentialsFor(stage.sandbox).new!, ...change };
		if (what.startsWith('a base URL')) known.baseUrl = url;
		if (what === 'one key of two') known.baseUrl = stage.sandbox.baseUrl.old;
		expect(await test(known)).toEqual({ status: 'Error', message: expect.stringMatching(message) as string });
	});

	it.each([
		['forbidden', /does not allow this/],
		['rate-limited', /too many requests/],
		['error-500', /could not answer/],
		['login-page', /does not come from ReportFlow/],
	] as const)('the credential test says what is wrong: %s', async (api, message) => {
		turn(stage, { api });
		expect(await test(credentialsFor(stage.sandbox).new!)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
	});

	it('the credential also signs requests of other nodes', async () => {
		const { authenticate } = new ReportFlowApi();
		const { appKey, secretKey } = stage.sandbox;
		const headers = { accept: 'x' };
		const single = { generation: 'single', environment: 'production', appKey, secretKey };
		const request = { url: 'https://api.re-port-flow.com/v1/file/designs', headers };
		expect((await authenticate(single, request)).headers).toEqual({ accept: 'x', AppKey: appKey });
		const workspace = { ...single, generation: 'workspace', workspaceId: 'ws_a' };
		const older = { url: 'https://ws_a.re-port-flow.com/v1/file/download/a/b', headers };
		expect((await authenticate(workspace, older)).headers).toEqual({
			accept: 'x',
			AppKey: appKey,
			SecretKey: secretKey,
		});
	});

	it.each([
		{ url: 'https://evil.example/file/designs' },
		{ uri: 'https://evil.example/file/designs' },
		{ url: '//evil.example/file/designs' },
		{ url: 'http://api.re-port-flow.com/v1/file/designs' },
		{ url: 'https://api.re-port-flow.com.evil.example/v1/file/designs' },
		{ url: 'https://api.re-port-flow.com@evil.example/v1/file/designs' },
		{ url: 'https://app.re-port-flow.com/file/a/b' },
		{ baseURL: 'https://evil.example/v1', url: '/file/designs' },
		{ url: 'no URL' },
	])('the credential gives its keys to no other host: %j', async (request) => {
		const { appKey } = stage.sandbox;
		const credential = { generation: 'single', environment: 'production', appKey };
		const signed = new ReportFlowApi().authenticate(credential, request as never);
		await expect(signed).rejects.toThrow(/only to https:\/\/api\.re-port-flow\.com/);
		await expect(signed).rejects.not.toThrow(appKey);
	});

	it.each([
		[{ generation: 'single', environment: 'production' }, 'https://api.re-port-flow.com/v1/x'],
		[{ generation: 'single', environment: 'staging' }, 'https://api.stg.re-port-flow.com/v1/x'],
		[
			{ generation: 'workspace', environment: 'production', workspaceId: 'ws_a' },
			'https://ws_a.re-port-flow.com/v1/x',
		],
		[
			{ generation: 'single', environment: 'custom', baseUrl: 'http://localhost:1/v1/' },
			'http://localhost:1/x',
		],
	])(
		'the credential gives its keys to its own host, and follows no redirect: %j',
		async (credential, uri) => {
			const signed = await new ReportFlowApi().authenticate({ ...credential, appKey: 'ak' }, {
				uri,
			} as never);
			expect(signed).toMatchObject({
				headers: { AppKey: 'ak' },
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
			});
		},
	);

	it.each([
		{ generation: 'workspace', environment: 'production', workspaceId: 'evil.example/' },
		{ generation: 'single', environment: 'custom', baseUrl: 'http://example.com/v1' },
	])('the credential sends no key if its own address cannot be used: %j', async (credential) => {
		const request = { url: 'https://evil.example/.re-port-flow.com/v1/file/designs' };
		const signed = new ReportFlowApi().authenticate({ ...credential, appKey: 'ak' } as never, request);
		await expect(signed).rejects.toThrow(/cannot be used/);
	});
});

it('the OAuth2 sign-in uses the documented addresses', () => {
	const fields = new ReportFlowOAuth2Api().properties;
	const defaultOf = (name: string) => String(fields.find((field) => field.name === name)?.default);
	expect(defaultOf('authUrl')).toContain('https://re-port-flow.com/api/v1"');
	expect(defaultOf('accessTokenUrl')).toContain('"/oauth/token"');
	expect(defaultOf('scope').split(' ')).toContain('pdf:generate');
});
