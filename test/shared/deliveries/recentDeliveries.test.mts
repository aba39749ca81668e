import type { ILoadOptionsFunctions, INode, IWebhookFunctions } from 'n8n-workflow';
import { listRecentDeliveries, noteDelivery } from '../../../nodes/shared/deliveries/recentDeliveries';
import { endProcess } from '../../../nodes/shared/run/processMemory';

beforeEach(endProcess);

const trigger = (name: string, id?: string) => {
	const credentials = id === undefined ? {} : { tesouroApi: { id, name: 'Tesouro' } };
	const getNode = () => ({ name, type: 'tesouroTrigger', credentials }) as unknown as INode;
	return { getNode } as unknown as IWebhookFunctions & ILoadOptionsFunctions;
};

it('shows time, answer and reason of the last 20 deliveries, the newest first', () => {
	for (let number = 1; number <= 25; number++) {
		noteDelivery(trigger('Report is ready', '1'), { status: 401, reason: `reason ${number}` });
	}
	const [first, ...list] = listRecentDeliveries(trigger('Report is ready', '1'));
	// The field is empty: n8n marks it red unless its list has that value.
	expect(first).toEqual({ name: expect.stringMatching(/, Newest First$/) as string, value: '' });
	expect(list).toHaveLength(20);
	expect(list[0]!.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, 401: reason 25$/);
	expect(list.at(-1)!.name).toMatch(/: reason 6$/);
	expect(list[0]!.description).toBe('Report is ready');
});

it('shows a trigger with another credential nothing of it', () => {
	noteDelivery(trigger('Report is ready', '1'), { status: 401, reason: 'not for everybody' });
	expect(JSON.stringify(listRecentDeliveries(trigger('Report is ready', '2')))).not.toContain('everybody');
	expect(listRecentDeliveries(trigger('Report is ready', '2'))[0]!.name).toMatch(/^No Deliveries/);
});

it('asks for a credential where there is none, and keeps nothing', () => {
	noteDelivery(trigger('Report is ready'), { status: 401, reason: 'of nobody' });
	expect(listRecentDeliveries(trigger('Report is ready')).map(({ name }) => name)).toEqual([
		expect.stringMatching(/^Choose a Credential First/),
	]);
});

it('cuts a long reason', () => {
	noteDelivery(trigger('Report is ready', '1'), { status: 400, reason: 'x'.repeat(10_000) });
	expect(listRecentDeliveries(trigger('Report is ready', '1'))[1]!.name.length).toBeLessThan(400);
});
