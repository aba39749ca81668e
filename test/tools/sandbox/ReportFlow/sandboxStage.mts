import { createServer, type IncomingMessage, type Server } from 'node:http';
import { listenLocally } from '../../../../tools/sandbox/listenLocally.mts';
import { readBody } from '../../../../tools/sandbox/readBody.mts';
import {
	designIds,
	startReportFlowSandbox,
	type ReportFlowSandbox,
	type ReportFlowSandboxOptions,
} from '../../../../tools/sandbox/ReportFlow/sandbox.mts';

export const params = {
	customerName: 'Ada Lovelace',
	invoiceNumber: '7',
	total: 12.5,
	lines: [{ description: 'Tea' }],
};

export const wish = {
	designId: designIds.invoice,
	version: 3,
	content: { fileName: 'invoice-7.pdf', params },
};

export let sandbox: ReportFlowSandbox;

export const start = async (options: ReportFlowSandboxOptions = {}) => {
	await sandbox?.close();
	sandbox = await startReportFlowSandbox(options);
};

export const keys = () => ({ appkey: sandbox.appKey });

export const post = async (
	path: string,
	body: unknown,
	headers: Record<string, string> = keys(),
	base = sandbox.baseUrl.new,
) =>
	await fetch(base + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});

export const ask = async (
	path: string,
	headers: Record<string, string> = keys(),
	base = sandbox.baseUrl.new,
) => await fetch(base + path, { headers, redirect: 'manual' });

export interface Receiver {
	url: string;
	bodies: unknown[];
	headers: Array<IncomingMessage['headers']>;
	/** Statuses of the next answers; 200 afterwards, nothing at all for 0. */
	answers: number[];
	close(): void;
}

export async function receive(): Promise<Receiver> {
	const receiver = { bodies: [], headers: [], answers: [] } as unknown as Receiver;
	const server: Server = createServer((request, response) => {
		void readBody(request).then((text) => {
			receiver.bodies.push(JSON.parse(text));
			receiver.headers.push(request.headers);
			const status = receiver.answers.shift() ?? 200;
			if (status !== 0) response.writeHead(status).end();
		});
	});
	receiver.url = await listenLocally(server, 0);
	receiver.close = () => {
		server.close();
		server.closeAllConnections();
	};
	return receiver;
}

/** A sandbox for each test, closed after it. */
export function useSandbox(): void {
	beforeEach(async () => await start());
	afterEach(async () => {
		jest.useRealTimers();
		await sandbox.close();
	});
}
