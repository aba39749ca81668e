import { mayDecideLater } from '../../../nodes/shared/deliveries/undecidedExecutions';
import { endProcess } from '../../../nodes/shared/run/processMemory';

beforeEach(endProcess);

const START = Date.parse('2026-01-01T00:00:00Z');
const TEN_MINUTES_MS = 10 * 60_000;
/** How many of so many deliveries at once may start an execution. */
const started = (count: number, sourceOf: (index: number) => string, at = START) =>
	Array.from({ length: count }, (_, index) => mayDecideLater('trigger', sourceOf(index), at)).filter(Boolean)
		.length;

it('a flood from one address starts three executions that decide later', () => {
	expect(started(200, () => '203.0.113.1')).toBe(3);
	expect(mayDecideLater('trigger', '198.51.100.1', START)).toBe(true);
});

it('a flood from many addresses starts ten of them in ten minutes', () => {
	expect(started(200, (index) => `203.0.113.${index}`)).toBe(10);
	expect(started(200, (index) => `203.0.113.${index}`, START + TEN_MINUTES_MS - 1)).toBe(0);
	expect(started(200, (index) => `203.0.113.${index}`, START + TEN_MINUTES_MS)).toBe(10);
});

it('a flood at one trigger leaves another trigger its share', () => {
	started(200, (index) => `203.0.113.${index}`);
	expect(mayDecideLater('another trigger', '203.0.113.1', START)).toBe(true);
});
