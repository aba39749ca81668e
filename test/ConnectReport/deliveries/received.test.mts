import { parsePayload } from '../../../nodes/ConnectReport/deliveries/payload';
import type { Policy } from '../../../nodes/ConnectReport/deliveries/policy';
import { toReceived } from '../../../nodes/ConnectReport/deliveries/received';
import { eventFrom } from '../../../nodes/ConnectReport/deliveries/toReportEvent';
import type { Delivery } from '../../../nodes/shared/deliveries/delivery';
import type { PassedProof } from '../../../nodes/shared/deliveries/proof';

/** Two layers keep out what a stranger says. Each holds alone, so that a mistake in one of them lets nothing through. */
const forged = {
	trigger: 'postReportTask',
	status: 'failure',
	error: 'forged',
	note: 'forged',
	reportTask: {
		id: 'task-1',
		reportTaskId: 'forged',
		title: 'Sales',
		frequency: 'forged',
		createdAt: '2099',
	},
};
const body = Buffer.from(JSON.stringify(forged));
const payload = parsePayload(body, 'application/json', true);
if (payload.kind === 'malformed') throw new Error('The payload of this test is not JSON.');

const delivery = { body, receivedAt: new Date(), trigger: 'a trigger' } as Delivery;
const policy = { windowMs: 0, leavesOutPayload: false } as Policy;
const received = (isTrusted: boolean) => {
	const proof: PassedProof = { kind: 'passed', delivery, content: body, isTrusted };
	return toReceived(payload, proof, policy);
};
const event = (isBodyTrusted: boolean) =>
	eventFrom(received(true), {
		verification: { verdict: 'verified', method: 'api' },
		isBodyTrusted,
		confirmed: { id: 'task-1', title: 'Sales' },
	});

it('a delivery without proof is kept as the IDs and the title that it takes to ask about it', () => {
	expect(received(false).callback).toEqual({
		event: 'failed',
		trigger: 'postReportTask',
		status: 'failure',
		task: { id: 'task-1', reportTaskId: 'forged', title: 'Sales' },
	});
	expect(received(false)).not.toHaveProperty('payload');
});

it('a report event repeats of a delivery without proof only what ConnectReport confirmed', () => {
	expect(JSON.stringify(event(false))).not.toMatch(/forged|2099/);
	expect(event(false)).toMatchObject({ subject: 'task-1', data: { report: { name: 'Sales' } } });
});

it('a delivery with proof is repeated as it is', () => {
	expect(received(true).payload).toEqual(forged);
	expect(event(true).data).toMatchObject({ error: 'forged', payload: forged });
});
