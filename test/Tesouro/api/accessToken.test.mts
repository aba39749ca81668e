import { inspect } from 'node:util';
import { accessToken, forgetToken } from '../../../nodes/Tesouro/api/accessToken';
import type { TesouroCredential } from '../../../nodes/Tesouro/api/credential';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { countRequests, credentialOf, httpContext, startHost } from './apiStage.mts';

const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let credential: TesouroCredential;

beforeEach(async () => {
	sandbox = await startSandbox({ tokenLifetimeSeconds: 3600 });
	credential = credentialOf(sandbox);
});
afterEach(async () => await sandbox.close());

const signIns = () => countRequests(sandbox, '/openid/connect/token');
const failureOf = async (given: TesouroCredential) =>
	await accessToken(httpContext, given).then(
		() => undefined,
		(error: unknown) => error,
	);

describe('an access token', () => {
	it('is requested once, and used until shortly before it expires', async () => {
		let now = Date.now();
		const ask = async () => await accessToken(httpContext, credential, () => now);
		const first = await ask();
		expect(sandbox.requests[0]).toMatchObject({ method: 'POST', authorization: 'none', status: 200 });
		now += 54 * MINUTE_MS;
		expect(await ask()).toBe(first);
		expect(signIns()).toBe(1);
		now += 2 * MINUTE_MS;
		expect(await ask()).not.toBe(first);
		expect(signIns()).toBe(2);
	});

	it('is renewed after four fifths of its life when its life is short', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ tokenLifetimeSeconds: 100 });
		credential = credentialOf(sandbox);
		let now = Date.now();
		const ask = async () => await accessToken(httpContext, credential, () => now);
		await ask();
		now += 79_000;
		await ask();
		expect(signIns()).toBe(1);
		now += 2_000;
		await ask();
		expect(signIns()).toBe(2);
	});

	it('is requested once when twenty callers want it at the same time', async () => {
		const tokens = await Promise.all(
			Array.from({ length: 20 }, async () => await accessToken(httpContext, credential)),
		);
		expect(new Set(tokens).size).toBe(1);
		expect(signIns()).toBe(1);
	});

	it('is requested again after a refusal, by one of twenty callers', async () => {
		sandbox.configure({ knobs: { tokenEndpoint: 'down' } });
		const failures = await Promise.all(Array.from({ length: 20 }, async () => await failureOf(credential)));
		expect(new Set(failures).size).toBe(1);
		sandbox.configure({ knobs: { tokenEndpoint: 'ok' } });
		expect(await accessToken(httpContext, credential)).toBeTruthy();
		expect(signIns()).toBe(2);
	});

	it('belongs to one client, one secret and one host', async () => {
		await accessToken(httpContext, credential);
		expect(await failureOf({ ...credential, clientSecret: 'other' })).toMatchObject({
			message: expect.stringContaining('does not accept') as string,
		});
		await accessToken(httpContext, { ...credential, baseUrl: `${sandbox.url}/` });
		expect(signIns()).toBe(2);
	});

	it('is forgotten after a refusal, unless it was renewed meanwhile', async () => {
		const first = await accessToken(httpContext, credential);
		forgetToken(credential, first);
		const second = await accessToken(httpContext, credential);
		forgetToken(credential, first);
		expect(await accessToken(httpContext, credential)).toBe(second);
		expect(signIns()).toBe(2);
	});

	it('is kept for four minutes when it has no lifetime', async () => {
		let asked = 0;
		const host = await startHost((_, response) => {
			asked++;
			response.setHeader('content-type', 'application/json');
			response.end('{"access_token":"t"}');
		});
		const given = { ...credential, baseUrl: host.url };
		let now = Date.now();
		await accessToken(httpContext, given, () => now);
		now += 239_000;
		await accessToken(httpContext, given, () => now);
		expect(asked).toBe(1);
		now += 2_000;
		await accessToken(httpContext, given, () => now);
		expect(asked).toBe(2);
		await host.close();
	});
});

describe('a failed sign-in', () => {
	it('with a wrong secret says where to look, and is not tried again', async () => {
		expect(await failureOf({ ...credential, clientSecret: 'not the secret' })).toMatchObject({
			message: 'Tesouro does not accept the client ID and secret (401, invalid_client)',
			remedy: expect.stringContaining('production and sandbox have their own') as string,
			temporary: false,
		});
	});

	it('while the endpoint is down may be tried again', async () => {
		sandbox.configure({ knobs: { tokenEndpoint: 'down' } });
		expect(await failureOf(credential)).toMatchObject({
			message: 'Tesouro returned no access token (status 503)',
			remedy: expect.stringContaining('Try again') as string,
			temporary: true,
		});
	});

	it('without a server names the host and the reason', async () => {
		await sandbox.close();
		expect(await failureOf(credential)).toMatchObject({
			message: `Tesouro could not be reached at ${new URL(sandbox.url).host}: the connection was refused`,
			remedy: expect.stringContaining('network') as string,
			temporary: true,
		});
	});

	it.each([
		['a web page', 200, '<html>Welcome</html>'],
		['an empty token', 200, '{"access_token":""}'],
		['a redirect', 302, ''],
		['nothing', 204, ''],
	])('is reported when the host answers with %s', async (_, status, body) => {
		const host = await startHost((_request, response) => {
			response.writeHead(status, { location: 'https://evil.example/' }).end(body);
		});
		const failure = await failureOf({ ...credential, baseUrl: host.url });
		expect(failure).toMatchObject({ message: `Tesouro returned no access token (status ${status})` });
		await host.close();
	});

	it('never shows the secret', async () => {
		const secret = 'a-very-secret-value';
		const failures = [await failureOf({ ...credential, clientSecret: secret })];
		sandbox.configure({ knobs: { tokenEndpoint: 'down' } });
		failures.push(await failureOf({ ...credential, clientSecret: secret }));
		await sandbox.close();
		failures.push(await failureOf({ ...credential, clientSecret: secret }));
		expect(failures.every((failure) => failure instanceof Error)).toBe(true);
		expect(inspect(failures, { depth: 20, showHidden: true })).not.toContain(secret);
	});
});
