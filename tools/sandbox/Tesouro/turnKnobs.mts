import { describeValues, turnKnobsOf } from '../knobSet.mts';
import { knobValues, type Knobs } from './knobs.mts';

export const turnKnobs = (knobs: Knobs, change: object): void =>
	turnKnobsOf(knobValues, knobs, change, {
		deliveryDelayMs: toMilliseconds,
		flipBodyByte: (value) => toBoolean('flipBodyByte', value),
		deliverTwice: (value) => toBoolean('deliverTwice', value),
	});

export const describeKnobs = (): string[] => [
	...describeValues(knobValues),
	'flipBodyByte=true|false',
	'deliverTwice=true|false',
	'deliveryDelayMs=<milliseconds>',
];

function toMilliseconds(value: unknown): number {
	const milliseconds = typeof value === 'string' && value !== '' ? Number(value) : value;
	if (typeof milliseconds === 'number' && milliseconds >= 0 && milliseconds < 2 ** 31) return milliseconds;
	throw new Error(`The knob deliveryDelayMs takes a number of milliseconds; not ${JSON.stringify(value)}.`);
}

function toBoolean(name: string, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new Error(`The knob ${name} takes true or false; not ${JSON.stringify(value)}.`);
}
