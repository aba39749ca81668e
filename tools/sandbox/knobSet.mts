/** The values that each knob takes. The first one is the well-behaved default. */
type KnobValues = Readonly<Record<string, readonly string[]>>;

export type KnobsOf<Values extends KnobValues> = { -readonly [Name in keyof Values]: Values[Name][number] };

/** All knobs, turned to good behaviour. */
export const defaultsOf = <Values extends KnobValues>(values: Values): KnobsOf<Values> =>
	Object.fromEntries(Object.entries(values).map(([name, [first]]) => [name, first])) as KnobsOf<Values>;

/** One line for each knob: its name and the values that it takes. */
export const describeValues = (values: KnobValues): string[] =>
	Object.entries(values).map(([name, allowed]) => `${name}=${allowed.join('|')}`);

/**
 * Sets knobs from outside (command line, control API). Refuses names and values that do not exist, before it sets any:
 * half a change is harder to understand than none. `special` reads the value of a knob that takes others than texts.
 */
export function turnKnobsOf(
	values: KnobValues,
	knobs: object,
	change: object,
	special: Readonly<Record<string, (value: unknown) => unknown>> = {},
): void {
	const checked = Object.entries(change).map(([name, value]): [string, unknown] => {
		if (!Object.hasOwn(knobs, name)) {
			throw new Error(`There is no knob "${name}". Knobs: ${Object.keys(knobs).join(', ')}.`);
		}
		return [name, Object.hasOwn(special, name) ? special[name]!(value) : checkValue(values, name, value)];
	});
	Object.assign(knobs, Object.fromEntries(checked));
}

function checkValue(values: KnobValues, name: string, value: unknown): string {
	const allowed = values[name]!;
	if (typeof value === 'string' && allowed.includes(value)) return value;
	throw new Error(`The knob ${name} takes ${allowed.join(', ')}; not ${JSON.stringify(value)}.`);
}
