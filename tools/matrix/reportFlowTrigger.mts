import { randomUUID } from 'node:crypto';
import { makeCredential, publishFlow, type Flow } from './runFlow.mts';
import type { TrialSetting } from './trials.mts';

const HEADER = 'x-report-token';

/** A live ReportFlow Trigger. `deliver` brings a new event with this token, the right one unless named; returns the status. */
export async function publishReportFlowTrigger(
	{ n8n, typeOf }: TrialSetting,
	name: string,
): Promise<Flow & { deliver(token?: string): Promise<number> }> {
	const ownToken = randomUUID();
	const credentials = await makeCredential(n8n, 'reportFlowApi', { token: ownToken, headerName: HEADER });
	const parameters = { authenticity: ['header'] };
	const flow = await publishFlow(n8n, [
		{ name, type: typeOf('reportFlowTrigger'), parameters, credentials },
		{ name: 'End', type: 'n8n-nodes-base.noOp', parameters: {} },
	]);
	return {
		...flow,
		async deliver(token = ownToken) {
			const requestId = randomUUID();
			const files = [{ fileId: requestId, fileName: 'invoice.pdf' }];
			const { status } = await fetch(flow.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', [HEADER]: token },
				body: JSON.stringify({ event: 'file.completed', requestId, files }),
			});
			return status;
		},
	};
}
