import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Authority } from '../certificates.mts';
import { sendJson } from '../sendJson.mts';
import { startTlsServer, type StandIn, type WholeRequest } from './tlsServer.mts';

/** A text message that Twilio was asked to send. */
export interface TextMessage {
	from: string;
	to: string;
	body: string;
}

/** Twilio's API for messages. */
export interface TwilioStandIn extends StandIn {
	hosts: string[];
	messages: TextMessage[];
	/** One line for each request: method, path, status. */
	log: string[];
	/** What n8n's `twilioApi` credential holds. */
	credential: { authType: 'authToken'; accountSid: string; authToken: string };
}

const host = 'api.twilio.com';
const mostCharacters = 1600;

/** Starts it. */
export async function startTwilio(authority: Authority): Promise<TwilioStandIn> {
	const accountSid = `AC${randomBytes(16).toString('hex')}`;
	const authToken = randomBytes(16).toString('hex');
	const messages: TextMessage[] = [];
	const log: string[] = [];

	function answer(request: WholeRequest, response: ServerResponse): void {
		response.once('finish', () => log.push(`${request.method} ${request.path} ${response.statusCode}`));
		const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
		if (request.headers.authorization !== basic) {
			return sendProblem(response, 401, 20003, 'Authenticate');
		}
		const account = `/2010-04-01/Accounts/${accountSid}`;
		if (request.method === 'GET' && request.path === `${account}.json`) {
			return sendJson(response, 200, { sid: accountSid, status: 'active' });
		}
		if (request.method !== 'POST' || request.path !== `${account}/Messages.json`) {
			return sendProblem(response, 404, 20404, `The requested resource ${request.path} was not found`);
		}
		sendMessage(new URLSearchParams(request.body.toString('utf8')), response);
	}

	/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource, and the codes of its errors. */
	function sendMessage(form: URLSearchParams, response: ServerResponse): void {
		const [from, to, body] = ['From', 'To', 'Body'].map((name) => form.get(name) ?? '') as [
			string,
			string,
			string,
		];
		if (!/^\+\d{7,15}$/.test(to))
			return sendProblem(response, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
		if (!/^\+\d{7,15}$/.test(from))
			return sendProblem(response, 400, 21212, `Invalid 'From' Number: ${from}`);
		if (body === '') return sendProblem(response, 400, 21602, 'Message body is required.');
		if (body.length > mostCharacters) {
			return sendProblem(
				response,
				400,
				21617,
				'The concatenated message body exceeds the 1600 character limit',
			);
		}
		messages.push({ from, to, body });
		const sid = `SM${randomBytes(16).toString('hex')}`;
		sendJson(response, 201, {
			sid,
			account_sid: accountSid,
			from,
			to,
			body,
			status: 'queued',
			error_code: null,
		});
	}

	return {
		...(await startTlsServer(authority, [host], answer)),
		hosts: [host],
		messages,
		log,
		credential: { authType: 'authToken', accountSid, authToken },
	};
}

function sendProblem(response: ServerResponse, status: number, code: number, message: string): void {
	const more_info = `https://www.twilio.com/docs/errors/${code}`;
	sendJson(response, status, { code, message, more_info, status });
}
