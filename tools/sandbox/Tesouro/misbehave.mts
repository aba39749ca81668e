import type { ServerResponse } from 'node:http';
import type { Knobs } from './knobs.mts';
import { sendJson } from '../sendJson.mts';

type Fault = (response: ServerResponse) => void;

const hugeBytes = 100 * 1024 * 1024;

/** Nobody documents how a missing scope is named: two common ways, an OAuth challenge and an error of GraphQL. */
const missing = 'reporting:transaction:read';

const withErrors = (errors: object[], data: unknown = null): Fault => {
	return (response) => sendJson(response, 200, { data, errors });
};

/** What the knob `graphql` does to an answer. */
const faults: Record<Exclude<Knobs['graphql'], 'ok'>, Fault> = {
	'several-errors': withErrors([
		{
			message: 'Value is not a date',
			path: ['fees'],
			extensions: { code: 'INVALID_VALUE', advice: 'Send a date.' },
		},
		{ message: 'Unknown acceptor', path: ['fees'], extensions: { code: 'NOT_FOUND', reason: 'acceptorId' } },
		{ message: 'Unknown acceptor', path: ['fees'], extensions: { code: 'NOT_FOUND', reason: 'acceptorId' } },
	]),
	'partial-data': withErrors([{ message: 'A part of it failed', extensions: { code: 'SERVICE_ERROR' } }], {
		paymentTransactionSummaries: { items: [], pageInfo: { hasNextPage: false } },
	}),
	// "Response Code: 200 … "data": null, "errors": [ … "extensions": { "code": "SERVICE_ERROR", "advice": …"
	'service-error': withErrors([
		{
			message: 'A service error has occurred while processing your request',
			path: ['paymentTransactions'],
			extensions: { code: 'SERVICE_ERROR', advice: 'Attempt it again after waiting several minutes.' },
		},
	]),
	'parsing-error': (response) =>
		sendJson(response, 400, { errors: [{ message: 'Syntax Error', extensions: { code: 'PARSING_ERROR' } }] }),
	'forbidden-field': withErrors([
		{
			message: "Unauthorized to load field 'Query.fees'",
			extensions: {
				code: 'UNAUTHORIZED_FIELD_OR_TYPE',
				authorization: { missingScopes: [{ required: [[missing]] }], actualScopes: ['other:scope:read'] },
			},
		},
	]),
	forbidden: (response) =>
		sendJson(
			response,
			403,
			{ message: 'Forbidden' },
			{ 'www-authenticate': `Bearer error="insufficient_scope", scope="${missing}"` },
		),
	'forbidden-silently': (response) => sendJson(response, 403, { message: 'Forbidden' }),
	conflict: (response) => sendJson(response, 409, { message: 'There is such a request already.' }),
	'not-found': (response) => sendJson(response, 404, { message: 'Not Found' }),
	'login-page': (response) => {
		response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
	},
	redirect: (response) => {
		response.writeHead(302, { location: 'https://login.example/' }).end();
	},
	'cut-off': (response) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
		response.write('{"data":{');
		setTimeout(() => response.destroy(), 20).unref();
	},
	silent: () => undefined,
	huge: sendHuge,
};

/** True when the knob made up the whole answer. */
export function misbehave(graphql: Knobs['graphql'], response: ServerResponse): boolean {
	if (graphql === 'ok') return false;
	faults[graphql](response);
	return true;
}

/** Says nothing of its length, and is no more than blanks in the end. */
function sendHuge(response: ServerResponse): void {
	const chunk = Buffer.alloc(1024 * 1024, ' ');
	let sent = 0;
	response.writeHead(200, { 'content-type': 'application/json' });
	const more = () => {
		while (sent < hugeBytes && !response.destroyed) {
			sent += chunk.length;
			if (!response.write(chunk)) return void response.once('drain', more);
		}
		response.end('{}');
	};
	more();
}
