import { randomUUID } from 'node:crypto';
import { publishReportFlowTrigger } from './reportFlowTrigger.mts';
import type { Trial } from './trials.mts';

/**
 * n8n cannot store an execution. Either it answers 500, so the provider sends the event again, or the trigger said in the
 * log, when it was published, that this n8n answers 200 and loses it.
 */
export const warnsOfLoss: Trial = async (setting) => {
	const { n8n, refuseExecutions } = setting;
	const name = `Trigger ${randomUUID().slice(0, 8)}`;
	const flow = await publishReportFlowTrigger(setting, name);
	const isTold = n8n.log.some((line) => line.includes(`${name}: This n8n is older than 2.8`));

	const allowExecutions = await refuseExecutions();
	const status = await flow.deliver().finally(allowExecutions);
	if (status !== (isTold ? 200 : 500))
		throw new Error(`n8n answered ${status}, and the trigger ${isTold ? 'warned' : 'did not warn'}`);
	const after = await flow.deliver();
	if (after !== 200) throw new Error(`Once n8n could store executions again, it answered ${after}`);
	await flow.ended();
	const { length } = await n8n.executions({ workflowId: flow.id });
	if (length !== 1) throw new Error(`${length} executions, not only that of the delivery after the fault`);
	return isTold ? 'told: answers 200 and loses the event' : 'answers 500';
};
