import { randomUUID } from 'node:crypto';
import { startConnectReportSandbox } from '../sandbox/ConnectReport/sandbox.mts';
import { publishReportFlowTrigger } from './reportFlowTrigger.mts';
import { itemOf, makeCredential, publishFlow } from './runFlow.mts';
import type { Trial } from './trials.mts';

/** A callback of ConnectReport with the token in its address starts one execution, one without it none. */
export const takesConnectReport: Trial = async ({ n8n, typeOf }) => {
	const token = randomUUID();
	const credentials = await makeCredential(n8n, 'connectReportApi', { token });
	const flow = await publishFlow(n8n, [
		{
			name: 'Trigger',
			type: typeOf('connectReportTrigger'),
			parameters: { authenticity: ['query'] },
			credentials,
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp', parameters: {} },
	]);
	const sandbox = await startConnectReportSandbox();
	try {
		const callback = sandbox.callback(sandbox.addTask({ title: 'Matrix' }), { outcome: {} });
		const [stranger] = await sandbox.deliver(flow.url, callback, { times: 1 });
		const [genuine] = await sandbox.deliver(`${flow.url}?token=${token}`, callback, { times: 1 });
		expectStatuses([stranger?.status, genuine?.status]);
	} finally {
		await sandbox.close();
	}
	return String(itemOf(await flow.ended(), 'End').json['type']);
};

/** A webhook of ReportFlow with the token in a header starts one execution, one without it none. */
export const takesReportFlow: Trial = async (setting) => {
	const flow = await publishReportFlowTrigger(setting, 'Trigger');
	expectStatuses([await flow.deliver(randomUUID()), await flow.deliver()]);
	return String(itemOf(await flow.ended(), 'End').json['type']);
};

function expectStatuses([stranger, genuine]: Array<number | null | undefined>): void {
	if (stranger !== 401) throw new Error(`A stranger's delivery was answered with ${stranger}, not 401`);
	if (genuine !== 200) throw new Error(`A genuine delivery was answered with ${genuine}, not 200`);
}
