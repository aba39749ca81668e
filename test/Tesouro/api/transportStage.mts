import { z } from '../../../nodes/shared/vendor/zod';
import { asyncReport } from '../../../nodes/Tesouro/reports/documents';
import { type Patience } from '../../../nodes/shared/http/patience';
import { patient } from '../../../nodes/Tesouro/api/patience';
import { connect, type TesouroApi } from '../../../nodes/Tesouro/api/transport';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { credentialOf, httpContext, startHost } from './apiStage.mts';

export const Anything = z.object({ asyncReport: z.object({ items: z.array(z.unknown()) }) });

export const variables = {
	input: {
		where: { requestedDate: { gte: '2026-01-01', lte: '2026-12-31' } },
		paging: { skip: 0, take: 10 },
		orderBy: [{ field: 'REQUESTED_DATE', sortDirection: 'DESC' }],
	},
};

export let sandbox: Sandbox;

export let api: TesouroApi;

export const list = async (from: TesouroApi = api) => await from.query(asyncReport, variables, Anything);

export const failureOf = async (from?: TesouroApi) =>
	await list(from).then(
		() => undefined,
		(error: unknown) => error,
	);

/** Answers that come one after the other; the last one for ever. */
export async function answering(
	...answers: Array<{ status?: number; body?: unknown; headers?: object } | 'cut off'>
) {
	const seen: Array<{ method?: string; url?: string; body: string }> = [];
	const host = await startHost((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			if (request.url === '/openid/connect/token') {
				return void response.end(JSON.stringify({ access_token: 'a-token', expires_in: 3600 }));
			}
			seen.push({ method: request.method, url: request.url, body });
			const answer = answers[Math.min(seen.length, answers.length) - 1]!;
			if (answer === 'cut off') return void request.socket.destroy();
			response.writeHead(answer.status ?? 200, { 'x-request-id': 'req-42', ...answer.headers });
			response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
		});
	});
	hosts.push(host);
	const credential = { ...credentialOf(sandbox), baseUrl: host.url };
	return { seen, credential };
}

export const hosts: Array<{ close(): Promise<void> }> = [];

export const good = { body: { data: { asyncReport: { items: [1] } } } };

export const limited = (body: object, headers = {}) => ({ status: 429, body, headers });

/** Patient, in less time. */
export const swift: Patience = { ...patient, backOffMs: 20, timeoutMs: 400 };

/** A sandbox, and an API that asks it, for each test. */
export function useTransportStage(): void {
	beforeEach(async () => {
		sandbox = await startSandbox();
		api = connect(httpContext, credentialOf(sandbox));
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await sandbox.close();
	});
	afterEach(async () => await Promise.all(hosts.splice(0).map(async (host) => await host.close())));
}
