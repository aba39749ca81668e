import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picturesFolder } from './picturesFolder.mts';

/** One thing that a person did, or waited for. */
export interface Action {
	kind: 'click' | 'doubleClick' | 'paste' | 'type' | 'wait';
	/** Keys pressed, of `type`. */
	keys: number;
	/** How long n8n took, in milliseconds. */
	answeredMs: number;
}

/** Seconds of each operator of the keystroke-level model, and their sum. A model of a practised person, not a measurement with people. */
export interface Estimate {
	seconds: number;
	keys: number;
	pointing: number;
	buttons: number;
	hands: number;
	thinking: number;
	/** What n8n took: measured, on this machine. */
	answers: number;
}

/** Seconds, as Card, Moran and Newell give them (1980): an average typist, the mouse, its button pressed and let go. */
const OPERATORS = { key: 0.28, point: 1.1, button: 0.2, hand: 0.4, think: 1.35 };

/** To the other window (2 keys), all of it (2), copied (2), back (2), pasted (2): what is pasted comes from elsewhere. */
const KEYS_OF_PASTING = 10;

/** How long a person takes for `actions`, by the keystroke-level model. */
export function estimate(actions: Action[]): Estimate {
	const of = (...kinds: Array<Action['kind']>) => actions.filter(({ kind }) => kinds.includes(kind));
	const typed = of('type').reduce((sum, { keys }) => sum + keys, 0);
	// A field is pointed at and clicked before something is pasted into it.
	const pointed = of('click', 'doubleClick', 'paste').length;
	const round = (seconds: number) => Math.round(seconds * 10) / 10;
	const parts = {
		keys: round(OPERATORS.key * (typed + KEYS_OF_PASTING * of('paste').length)),
		pointing: round(OPERATORS.point * pointed),
		buttons: round(OPERATORS.button * (pointed + of('doubleClick').length)),
		// From the mouse to the keyboard, and back.
		hands: round(OPERATORS.hand * 2 * of('paste', 'type').length),
		thinking: round(OPERATORS.think * (pointed + of('type').length)),
		answers: round(actions.reduce((sum, { answeredMs }) => sum + answeredMs, 0) / 1000),
	};
	return { seconds: round(Object.values(parts).reduce((sum, part) => sum + part)), ...parts };
}

/** Writes `minutes.json` beside the pictures: an estimate of each walk, and what it was computed from. */
export function writeEstimates(walks: Record<string, Action[]>): void {
	const all = Object.entries(walks).map(([name, actions]) => [name, { ...estimate(actions), actions }]);
	writeFileSync(
		join(picturesFolder(), 'minutes.json'),
		`${JSON.stringify(Object.fromEntries(all), null, '\t')}\n`,
	);
}
