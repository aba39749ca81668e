import { knobValues } from './knobs.mts';
import type { Knobs } from './knobs.mts';

/** Set knobs from outside (command line, control API), refusing names and values that do not exist. */
export function turnKnobs(knobs: Knobs, change: Record<string, unknown>): void {
	// Check everything first: half a change is harder to understand than none.
	const checked = Object.entries(change).map(([name, value]) => [name, checkKnob(knobs, name, value)]);
	Object.assign(knobs, Object.fromEntries(checked));
}

/** One line for each knob: its name and the values that it takes. */
export function describeKnobs(): string[] {
	return [
		...Object.entries(knobValues).map(([name, values]) => `${name}=${values.join('|')}`),
		'flipBodyByte=true|false',
		'deliverTwice=true|false',
		'deliveryDelayMs=<milliseconds>',
	];
}

function checkKnob(knobs: Knobs, name: string, value: unknown): unknown {
	if (!Object.hasOwn(knobs, name)) {
		throw new Error(`There is no knob "${name}". Knobs: ${Object.keys(knobs).join(', ')}.`);
	}
	if (name === 'deliveryDelayMs') return checkMilliseconds(value);
	if (name === 'flipBodyByte' || name === 'deliverTwice') return checkBoolean(name, value);
	const allowed: readonly string[] = knobValues[name as keyof typeof knobValues];
	if (typeof value === 'string' && allowed.includes(value)) return value;
	throw new Error(`The knob ${name} takes ${allowed.join(', ')}; not ${JSON.stringify(value)}.`);
}

function checkMilliseconds(value: unknown): number {
	const milliseconds = typeof value === 'string' && value !== '' ? Number(value) : value;
	if (typeof milliseconds === 'number' && milliseconds >= 0 && milliseconds < 2 ** 31) return milliseconds;
	throw new Error(`The knob deliveryDelayMs takes a number of milliseconds; not ${JSON.stringify(value)}.`);
}

function checkBoolean(name: string, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new Error(`The knob ${name} takes true or false; not ${JSON.stringify(value)}.`);
}
