import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { persist } from '../../../nodes/ReportFlow/api/persist';
import type { Access, ApiRequest } from '../../../nodes/ReportFlow/api/sendInTurn';
import type { HttpContext } from '../../../nodes/shared/http/send';

const access: Access = {
	baseUrl: 'https://api.example.com/v1',
	identity: 'one workspace',
	requestBytesAtMost: 1_000_000,
	generation: 'single',
	perMinute: { sync: 1_000, async: 1_000 },
	headers: async () => ({}),
	renew: async () => false,
};
const lookUp: ApiRequest = { method: 'GET', path: '/file/designs', purpose: 'lookUp' };
const patience = { retries: 1, retriesRefused: 3, waitMs: 60_000, timeoutMs: 1_000, backOffMs: 1, turnMs: 0 };

/** Answers with these statuses, one after the other; what it was asked is counted. */
function answering(...statuses: number[]) {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		const statusCode = statuses[asked.push(options) - 1] ?? 500;
		const headers = { 'retry-after': '0' };
		return { statusCode, headers, body: Readable.from([Buffer.from('{}')]) };
	};
	return { asked, context: { helpers: { httpRequest } } as unknown as HttpContext };
}

const send = async (...statuses: number[]) => {
	const { asked, context } = answering(...statuses);
	const outcome = await persist(context, access, lookUp, patience).catch((error: Error) => error);
	return [asked.length, outcome instanceof Error ? outcome.message : outcome.status];
};

it('a refusal is not a failure: after three refusals, a failure may still be tried again', async () => {
	expect(await send(429, 429, 429, 503, 200)).toEqual([5, 200]);
	expect(await send(503, 429, 429, 429, 200)).toEqual([5, 200]);
});

it('each kind is tried again as often as its patience allows, and no more', async () => {
	expect(await send(429, 429, 429, 429, 200)).toEqual([4, expect.stringContaining('429')]);
	expect(await send(503, 503, 200)).toEqual([2, expect.stringContaining('503')]);
	expect(await send(429, 503, 503, 200)).toEqual([3, expect.stringContaining('503')]);
});
