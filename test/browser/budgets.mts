import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a person may be asked for at most. The figures may shrink, not grow. */
export interface Budgets {
	/** Of the longest notice of a panel. */
	noticeWords: number;
	/** Of each trigger's panel. */
	triggerWords: number;
	/** Words of each panel, n8n's own among them, by the name of the panel. */
	panels: Record<string, number>;
	walks: Record<string, Effort>;
}

/** What a walk took. */
export interface Effort {
	clicks: number;
	/** Fields that were typed or pasted into. */
	typed: number;
}

const FILE = join(process.cwd(), 'test', 'browser', 'budgets.json');
/** With `BUDGETS=write` a run replaces the figures by what it measured. */
const IS_WRITTEN = process.env['BUDGETS'] === 'write';

/** The figures of `budgets.json`. */
export const readBudgets = (): Budgets => JSON.parse(readFileSync(FILE, 'utf8')) as Budgets;

/** What is above its budget, or has none, in words. Empty when all is well. */
export function panelsOver(words: Record<string, number>): string[] {
	if (IS_WRITTEN) write({ panels: words });
	const { panels } = readBudgets();
	return Object.entries(words)
		.filter(([name, count]) => !(count <= panels[name]!))
		.map(([name, count]) => `${name}: ${count} words, budget ${panels[name] ?? 'missing'}`);
}

/** The same for a walk. */
export function walkOver(name: string, effort: Effort): string[] {
	if (IS_WRITTEN) write({ walks: { ...readBudgets().walks, [name]: effort } });
	const budget = readBudgets().walks[name];
	if (budget === undefined) return [`${name} has no budget`];
	return (['clicks', 'typed'] as const)
		.filter((what) => effort[what] > budget[what])
		.map((what) => `${name}: ${effort[what]} ${what}, budget ${budget[what]}`);
}

function write(change: Partial<Budgets>): void {
	writeFileSync(FILE, `${JSON.stringify({ ...readBudgets(), ...change }, null, '\t')}\n`);
}
