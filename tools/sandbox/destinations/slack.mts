import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Authority } from '../certificates.mts';
import { sendJson } from '../sendJson.mts';
import { startTlsServer, type StandIn, type WholeRequest } from './tlsServer.mts';

/** A message that Slack was asked to post. */
export interface SlackMessage {
	channel: string;
	text: string;
}

/** Slack's Web API for messages. */
export interface SlackStandIn extends StandIn {
	hosts: string[];
	messages: SlackMessage[];
	/** What n8n's `slackApi` credential holds. */
	credential: { accessToken: string };
}

const host = 'slack.com';
/** The channels that there are. */
const channels = ['#reports'];

/** Starts it. */
export async function startSlack(authority: Authority): Promise<SlackStandIn> {
	const accessToken = `xoxb-${randomBytes(16).toString('hex')}`;
	const messages: SlackMessage[] = [];

	/** Slack answers 200 also to what it refuses: https://docs.slack.dev/apis/web-api/#responses. */
	function answer({ method, path, headers, body }: WholeRequest, response: ServerResponse): void {
		const refuse = (error: string) => sendJson(response, 200, { ok: false, error });
		if (headers.authorization !== `Bearer ${accessToken}`) return refuse('invalid_auth');
		if (method !== 'POST' || path !== '/api/chat.postMessage') return refuse('unknown_method');
		// The fields and errors of https://docs.slack.dev/reference/methods/chat.postMessage.
		const { channel, text } = JSON.parse(body.toString('utf8')) as Partial<SlackMessage>;
		if (channel === undefined || !channels.includes(channel)) return refuse('channel_not_found');
		if (text === undefined || text === '') return refuse('no_text');
		messages.push({ channel, text });
		const ts = `${Math.floor(Date.now() / 1000)}.${String(messages.length).padStart(6, '0')}`;
		sendJson(response, 200, { ok: true, channel: 'C0123456789', ts, message: { type: 'message', text, ts } });
	}

	return {
		...(await startTlsServer(authority, [host], answer)),
		hosts: [host],
		messages,
		credential: { accessToken },
	};
}
