import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
	type ConnectReportSandboxOptions,
} from '../../../../tools/sandbox/ConnectReport/sandbox.mts';

export let sandbox: ConnectReportSandbox;

export const start = async (options: ConnectReportSandboxOptions = {}) =>
	(sandbox = await startConnectReportSandbox(options));

export const ask = async (path: string, init: RequestInit = {}) =>
	await fetch(`${sandbox.url}/api/v1/${path}`, { headers: { 'x-api-key': sandbox.apiKey }, ...init });

export const post = async (
	path: string,
	body: unknown,
): Promise<Omit<Response, 'json'> & { json(): Promise<any> }> =>
	await ask(path, {
		method: 'POST',
		headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

export async function json(path: string): Promise<any> {
	const answer = await ask(path);
	expect(answer.status).toBe(200);
	return await answer.json();
}

export const bytesOf = async (answer: Pick<Response, 'arrayBuffer'>) =>
	Buffer.from(await answer.arrayBuffer());

/** Renders, waits and downloads, as the vendor's sample does. */
export async function exportReport(reportId: string, type: string): Promise<Response> {
	const { jobId } = await (await post(`reports/${reportId}/render`, { type })).json();
	const job = await json(`jobs/${jobId}`);
	expect(job).toEqual({ id: jobId, status: 'complete', location: expect.any(String) });
	return await ask(`${job.location}?attachmentName=${encodeURIComponent('Übersicht 1.xlsx')}`);
}

/** A sandbox for each test, closed after it. */
export function useSandbox(): void {
	afterEach(async () => await sandbox.close());
}
