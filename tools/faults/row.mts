import type { Cluster } from './cluster.mts';
import type { Effects } from './effects.mts';

/** One line of the table: what was done to n8n, what must hold, what was seen. */
export interface Row {
	name: string;
	where: 'sqlite' | 'queue';
	env?: Record<string, string>;
	run(stage: Stage): Promise<Seen>;
}

export interface Stage {
	cluster: Cluster;
	effects: Effects;
	/** Takes a full number down for the short form. */
	scaled: (full: number) => number;
	/** The short form runs beside other work, on an n8n that has just started: it judges order and loss, not memory. */
	judgesMemory: boolean;
	say: (line: string) => void;
}

export interface Seen {
	figures: Record<string, number | string>;
	/** What does not hold. */
	broken: string[];
}
