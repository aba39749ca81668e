import type { Needed } from './program.mts';
import type { World } from './world.mts';

/** Something that people meet in the field: what comes in, and how to make it. */
export interface FieldCase {
	what: string;
	/** A program besides gpg; where it is missing, the case is skipped. */
	needs?: Needed;
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

/** What other programs answered, one after the other; peers.json. */
export interface PeerVerdicts {
	versions: Record<string, string>;
	cases: Record<string, Record<string, 'opens' | 'refuses' | 'cannot be asked'>>;
}

/** Whether the user gets what they want. Otherwise there is an error that says what to do. */
export const works = (sees: string) => !sees.includes('Error:');

/** Whether the node did what was asked of it, as other programs are asked: it opened, encrypted, signed, or called valid. */
export const opens = (sees: string) =>
	/^(Opens|Encrypts|Signs|Verdict: valid|Credential test: fine)/.test(sees.split('File: ').at(-1)!);
