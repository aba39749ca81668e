import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { startDestinations, type Destinations } from '../../../tools/sandbox/destinations/destinations.mts';

let folder: string;
let destinations: Destinations;
let ca: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'destinations-'));
	destinations = await startDestinations(folder);
	ca = await readFile(destinations.env['NODE_EXTRA_CA_CERTS']!, 'utf8');
});
afterAll(async () => {
	await destinations.close();
	await rm(folder, { recursive: true });
});

/** The tunnel that the proxy opens to a host; rejects with the status when it does not. */
const tunnel = async (host: string, port = 443) =>
	await new Promise<Duplex>((resolve, reject) => {
		const asked = httpRequest(destinations.proxy.url, {
			method: 'CONNECT',
			path: `${host}:${port}`,
			agent: false,
		});
		asked.once('connect', ({ statusCode }, socket) => {
			if (statusCode === 200) resolve(socket);
			else reject(new Error(`refused with ${statusCode}`));
		});
		asked.once('error', reject).end();
	});

async function send(
	method: string,
	url: string,
	headers: Record<string, string | number> = {},
	body: string | Buffer = '',
): Promise<{ status: number; json: any }> {
	const { hostname } = new URL(url);
	const socket = connect({ socket: await tunnel(hostname), servername: hostname, ca });
	return await new Promise((resolve, reject) => {
		const length = { 'content-length': Buffer.byteLength(body) };
		const options = {
			method,
			// Without it, Node names port 80 in the header Host when it is given a socket.
			defaultPort: 443,
			headers: { ...headers, ...length, connection: 'close' },
			createConnection: () => socket,
		};
		const sent = httpsRequest(url, options, (answer) => {
			text(answer).then((json) => resolve({ status: answer.statusCode!, json: JSON.parse(json) }), reject);
		});
		sent.once('error', reject).end(body);
	});
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const redirect_uri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

const askToken = async (fields: Record<string, string>) => {
	const { id, secret } = destinations.microsoft.signIn.client;
	const url = 'https://login.microsoftonline.com/common/oauth2/v2.0/token';
	return await send('POST', url, {}, form({ client_id: id, client_secret: secret, ...fields }));
};

/** Agrees in the browser, and gives the code that the app gets. */
function agree(): string {
	const { signIn } = destinations.microsoft;
	const query = form({ client_id: signIn.client.id, redirect_uri, scope: 'Files.ReadWrite.All', state: 's' });
	const back = new URL(
		signIn.agree(`https://login.microsoftonline.com/common/oauth2/v2.0/authorize?${query}`),
	);
	expect(back.href.startsWith(redirect_uri)).toBe(true);
	expect(back.searchParams.get('state')).toBe('s');
	return back.searchParams.get('code')!;
}

const upload = async (token: string, path: string, body = Buffer.from('PK')) =>
	await send(
		'PUT',
		`https://graph.microsoft.com/v1.0/me/drive/items/${path}:/content`,
		{ authorization: `Bearer ${token}`, 'content-type': 'application/pdf' },
		body,
	);

it('OneDrive accepts a code once, refuses an expired token, and uploads byte for byte with a refreshed one', async () => {
	const { microsoft } = destinations;
	const grant = { grant_type: 'authorization_code', redirect_uri };
	expect((await askToken({ ...grant, code: agree(), client_secret: 'x' })).status).toBe(400);
	const code = agree();
	const first = await askToken({ ...grant, code });
	expect(first).toMatchObject({ status: 200, json: { token_type: 'Bearer' } });
	expect((await askToken({ ...grant, code })).status).toBe(400);
	microsoft.signIn.endTokens();
	expect((await upload(first.json.access_token, 'root:/a.pdf')).json).toMatchObject({
		error: { code: 'InvalidAuthenticationToken' },
	});
	const refresh = { grant_type: 'refresh_token', refresh_token: first.json.refresh_token };
	const token = (await askToken(refresh)).json.access_token;
	expect((await askToken(refresh)).status).toBe(400);
	const folderId = microsoft.addFolder('Sales');
	const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
	expect(await upload(token, `${folderId}:/Umsatz%20%C3%BC.pdf`, bytes)).toMatchObject({
		status: 201,
		json: { name: 'Umsatz ü.pdf', size: 300_000 },
	});
	expect((await upload(token, `${folderId}:/Umsatz%20%C3%BC.pdf`, bytes)).status).toBe(200);
	expect(microsoft.uploads[0]).toMatchObject({ folder: 'Sales', mimeType: 'application/pdf', bytes });
	expect((await upload(token, 'nowhere:/a.pdf')).status).toBe(404);
	expect((await upload(token, 'root:/a%3Ab.pdf')).status).toBe(400);
});

it('Twilio sends with the right token only, and says what is wrong with a message', async () => {
	const { credential, messages } = destinations.twilio;
	const { accountSid, authToken } = credential;
	const url = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json`;
	const post = async (fields: Record<string, string>, password = authToken) =>
		await send(
			'POST',
			url,
			{ authorization: `Basic ${Buffer.from(`${accountSid}:${password}`).toString('base64')}` },
			form(fields),
		);
	const message = { From: '+15005550006', To: '+15005550009', Body: 'Report task failed' };
	expect((await post(message, 'wrong')).json).toMatchObject({ status: 401, code: 20003 });
	expect(await post(message)).toMatchObject({ status: 201, json: { status: 'queued' } });
	expect((await post({ ...message, To: 'me' })).json.code).toBe(21211);
	expect((await post({ ...message, Body: '' })).json.code).toBe(21602);
	expect((await post({ ...message, Body: 'x'.repeat(1601) })).json.code).toBe(21617);
	expect(messages).toEqual([{ from: message.From, to: message.To, body: message.Body }]);
});

it('the proxy leads nowhere else, and reports who asked', async () => {
	const { proxy } = destinations;
	proxy.asked.length = 0;
	await expect(tunnel('example.com')).rejects.toThrow('refused with 403');
	await expect(tunnel('graph.microsoft.com', 80)).rejects.toThrow('refused with 403');
	(await tunnel('graph.microsoft.com')).destroy();
	expect((await fetch(proxy.url)).status).toBe(403);
	expect(proxy.asked).toEqual([
		{ host: 'example.com:443', isMapped: false },
		{ host: 'graph.microsoft.com:80', isMapped: false },
		{ host: 'graph.microsoft.com:443', isMapped: true },
		{ host: '/', isMapped: false },
	]);
});

it('Slack takes a message for a channel that there is, and answers 200 also to what it refuses', async () => {
	const { credential, messages } = destinations.slack;
	const post = async (message: Record<string, string>, token = credential.accessToken) =>
		await send(
			'POST',
			'https://slack.com/api/chat.postMessage',
			{ authorization: `Bearer ${token}` },
			JSON.stringify(message),
		);
	const good = { channel: '#reports', text: 'A report is ready' };
	expect(await post(good, 'another')).toEqual({ status: 200, json: { ok: false, error: 'invalid_auth' } });
	expect((await post({ ...good, channel: '#none' })).json).toEqual({ ok: false, error: 'channel_not_found' });
	expect((await post({ ...good, text: '' })).json).toEqual({ ok: false, error: 'no_text' });
	expect(messages).toEqual([]);
	expect((await post(good)).json).toMatchObject({ ok: true, message: { text: good.text } });
	expect(messages).toEqual([good]);
});
