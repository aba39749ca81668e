import type { INodeProperties } from 'n8n-workflow';
import { numberOf } from '../shared/run/fieldValues';

/** How much may come out of a file before it is taken for a compression bomb, or fills the disk of n8n. */
export interface Limits {
	bytesAtMost: number;
	/** Bytes out for each byte in. */
	expansionAtMost: number;
	/** Whether they come from the options of the node that runs, so its user can raise them there. */
	areOptions: boolean;
	/** Whether n8n holds what comes out in memory. */
	isInMemory?: boolean;
}

export const defaultLimits: Limits = {
	bytesAtMost: 20_000_000_000,
	expansionAtMost: 1_000,
	areOptions: false,
};

/** Below this size a high ratio does no harm: a small file of zeros is not an attack. */
export const EXPANSION_FREE_BYTES = 100_000_000;

/** The same where n8n keeps files in memory: a file of some 64 kB is to take no more than it would as a stream. */
export const FREE_BYTES_IN_MEMORY = 16_000_000;
const EXPANSION_IN_MEMORY = 100;
/** n8n makes Base64 of it, and a text in Node has 512 MB at most. */
const BYTES_IN_MEMORY = 300_000_000;

/** The limits for what n8n, or an item, holds in memory. */
export const inMemory = (limits: Limits): Limits => ({
	...limits,
	bytesAtMost: Math.min(limits.bytesAtMost, BYTES_IN_MEMORY),
	// What somebody has chosen stays chosen.
	expansionAtMost:
		limits.expansionAtMost === defaultLimits.expansionAtMost ? EXPANSION_IN_MEMORY : limits.expansionAtMost,
	isInMemory: true,
});

/** What fits into the JSON of an item without harm to n8n. */
export const TEXT_BYTES_AT_MOST = 50_000_000;

export const expansionOption: INodeProperties = {
	displayName: 'Maximum Expansion',
	name: 'expansionAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description:
		'Stop with an error if the content is more than this many times larger than the file (checked above 100 MB)',
};
export const sizeOption: INodeProperties = {
	displayName: 'Maximum Size (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20000,
	description: 'Stop with an error above this size',
};

/** The options with which the user of an operation sets the limits. */
export const limitOptions = [expansionOption, sizeOption];

export interface LimitOptions {
	megabytesAtMost?: unknown;
	expansionAtMost?: unknown;
}

/** The limits that the options ask for. An expression can make anything of them: anything but a number would be no limit. */
export function limitsOf({ megabytesAtMost, expansionAtMost }: LimitOptions): Limits {
	return {
		bytesAtMost: read(sizeOption, megabytesAtMost) * 1_000_000,
		expansionAtMost: read(expansionOption, expansionAtMost),
		areOptions: true,
	};
}

const read = (option: INodeProperties, value: unknown = option.default) => numberOf(option, value);
