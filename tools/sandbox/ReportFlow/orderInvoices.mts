import { designIds, type ReportFlowSandbox, type SandboxRequest } from './sandbox.mts';

/** Has ReportFlow make an invoice for each file name, without n8n, and returns the request when all are made. */
export async function orderInvoices(
	sandbox: ReportFlowSandbox,
	fileNames = ['invoice'],
	generation: 'new' | 'old' = 'new',
): Promise<SandboxRequest> {
	const { baseUrl, appKey, secretKey, generated } = sandbox;
	const contents = fileNames.map((fileName) => ({ fileName, params: { customerName: 'Ada' } }));
	const answer = await fetch(`${baseUrl[generation]}/file/async/multiple`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			appkey: appKey,
			...(generation === 'old' && { secretkey: secretKey }),
		},
		body: JSON.stringify({ designId: designIds.invoice, version: 1, contents }),
	});
	if (answer.status !== 202) throw new Error(`ReportFlow answered ${answer.status}: ${await answer.text()}`);
	await sandbox.idle();
	return [...generated.values()].at(-1)!;
}
