import type { World } from './world.mts';

/** Something that people meet in the field: what comes in, and how to make it. */
export interface FieldCase {
	what: string;
	/** What the user of the node sees, in one line; what differs from run to run is masked. */
	run(world: World): Promise<string>;
}

export type FieldCases = Record<string, FieldCase>;

/** A case as it is written down. */
export interface Recorded {
	id: string;
	/** Of the section. */
	title: string;
	what: string;
	sees: string;
}

/** Whether the user gets what they want. Otherwise there is an error that says what to do. */
export const works = (sees: string) => !sees.includes('Error:');
