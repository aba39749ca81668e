import type { IWebhookFunctions } from 'n8n-workflow';
import { refusalToShow } from '../../../nodes/shared/deliveries/refusedDelivery';
import { endProcess } from '../../../nodes/shared/run/processMemory';

beforeEach(endProcess);

const START = Date.parse('2026-01-01T00:00:00Z');
const ONE_HOUR_MS = 60 * 60_000;

const context = (refusedDeliveries: boolean, mode = 'webhook', id = 'a node') =>
	({
		getMode: () => mode,
		getWorkflow: () => ({ id: 'a workflow' }),
		getNode: () => ({ id, parameters: { options: { refusedDeliveries } } }),
	}) as unknown as IWebhookFunctions;
const starts = (where: IWebhookFunctions, reason: string, at = START) =>
	refusalToShow(where, 401, reason, new Date(at)).workflowData !== undefined;

it('a refusal starts a live workflow only where that is wanted', () => {
	expect(starts(context(false), 'wrong signature')).toBe(false);
	expect(starts(context(true), 'wrong signature')).toBe(true);
});

it('each reason starts the workflow once an hour', () => {
	const where = context(true);
	const times = [START, START + 1, START + ONE_HOUR_MS - 1, START + ONE_HOUR_MS];
	expect(times.map((at) => starts(where, 'wrong signature', at))).toEqual([true, false, false, true]);
});

it('a flood of ever new reasons starts five executions an hour, and leaves another trigger its own', () => {
	const flood = (at: number) =>
		Array.from({ length: 1_000 }, (_, index) => starts(context(true), `${at} ${index}`, at));
	expect(flood(START).filter(Boolean)).toHaveLength(5);
	expect(flood(START + ONE_HOUR_MS - 1).filter(Boolean)).toHaveLength(0);
	expect(starts(context(true, 'webhook', 'another node'), 'wrong signature')).toBe(true);
	expect(flood(START + ONE_HOUR_MS).filter(Boolean)).toHaveLength(5);
});

it('every refusal ends a test listen, with its reason', () => {
	const where = context(false, 'manual');
	for (let time = 0; time < 10; time++) expect(starts(where, 'wrong signature')).toBe(true);
	const { workflowData } = refusalToShow(where, 503, 'busy', new Date(START));
	expect(workflowData).toEqual([
		[{ json: { refusedDelivery: { status: 503, reason: 'busy', at: '2026-01-01T00:00:00.000Z' } } }],
	]);
});
