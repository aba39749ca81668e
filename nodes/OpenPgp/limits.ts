import type { INodeProperties } from 'n8n-workflow';
import { tap, type Bytes } from '../shared/files/streams';
import { numberOf } from '../shared/run/fieldValues';
import { Work } from './engine/work';
import { OpenPgpError } from './openPgpError';

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
const EXPANSION_FREE_BYTES = 100_000_000;

/** The same where n8n keeps files in memory: a file of some 64 kB is to take no more than it would as a stream. */
const FREE_BYTES_IN_MEMORY = 16_000_000;
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

/** Why so much content of a file may not go into memory; undefined when it may. Sizes in bytes. */
export function refusedInMemory(bytesIn: number, bytesOut: number): OpenPgpError | undefined {
	const limits = inMemory(defaultLimits);
	if (bytesOut > limits.bytesAtMost) return tooLarge(limits);
	return bytesOut > Math.max(FREE_BYTES_IN_MEMORY, bytesIn * limits.expansionAtMost)
		? tooDense(limits)
		: undefined;
}

/** What fits into the JSON of an item without harm to n8n. */
export const TEXT_BYTES_AT_MOST = 50_000_000;

const expansionOption: INodeProperties = {
	displayName: 'Maximum Expansion',
	name: 'expansionAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description:
		'Stop with an error if the content is more than this many times larger than the file (checked above 100 MB)',
};
const sizeOption: INodeProperties = {
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

/**
 * In microseconds, free for every file: enough to unpack some megabytes. With what 64 kB of file pay for, and with the private
 * keys, it is about a second.
 */
const FREE_WORK = 150_000;
/** Microseconds for each byte of the file at the usual expansion: BZip2 may grow to 180 times its size, ZIP to 1,000. */
const WORK_PER_BYTE = 7;
/** In microseconds: ten tries with RSA 4096. */
const PRIVATE_KEY_WORK = 400_000;
/** For somebody who hides the recipients. */
const PRIVATE_KEY_TRIES_AT_MOST = 64;

/** The budget of one file. What is unpacked counts, on every layer, whether it is content or not. */
export function fileWork(limits: Limits = defaultLimits): Work {
	const { bytesAtMost, expansionAtMost, isInMemory = false } = limits;
	const freeBytes = isInMemory ? FREE_BYTES_IN_MEMORY : EXPANSION_FREE_BYTES;
	return new Work({
		free: FREE_WORK,
		perByte: WORK_PER_BYTE * Math.max(1, expansionAtMost / defaultLimits.expansionAtMost),
		inflatedAtMost: (bytesIn) =>
			Math.min(bytesAtMost + freeBytes, Math.max(freeBytes, bytesIn * expansionAtMost)),
		privateKeyTriesAtMost: PRIVATE_KEY_TRIES_AT_MOST,
		privateKeyWork: PRIVATE_KEY_WORK,
		millisecondsAtMost: Infinity,
		tooDense: () => tooDense(limits),
		tooMuch: () => tooMuch(limits),
	});
}

/** Ends what comes out with an error when it is larger than the limit. */
export const limitSize = (result: Bytes, limits: Limits): Bytes => {
	let length = 0;
	return tap(result, (chunk) => {
		length += chunk.length;
		if (length > limits.bytesAtMost) throw tooLarge(limits);
	});
};

/** Text goes into JSON, which n8n holds in memory and writes to its database. */
export const limitText = (
	bytes: Bytes,
	remedy = 'Choose the input "File", which has no such limit.',
): Bytes => {
	let length = 0;
	return tap(bytes, (chunk) => {
		length += chunk.length;
		if (length > TEXT_BYTES_AT_MOST) throw tooLongForText(remedy);
	});
};

const tooLarge = (limits: Limits) =>
	new OpenPgpError(
		`The content of the file is larger than the limit of ${Math.round(limits.bytesAtMost / 1e6)} MB. Nothing of it was kept`,
		`If the file is meant to be that large, ${howToRaise(limits, sizeOption)}`,
	);

const tooDense = (limits: Limits) =>
	new OpenPgpError(
		`The file is a compression bomb: it grows to more than ${limits.expansionAtMost} times its size. Nothing of it was kept`,
		`Do not open the file by other means either; ask the sender about it. If this is intended, ${howToRaise(limits, expansionOption)}`,
	);

const tooMuch = (limits: Limits) =>
	new OpenPgpError(
		'The file is a compression bomb, or built like one: opening it takes far more work than a file of its size should. Nothing of it was kept',
		`Ask the sender for a file made with the usual settings of their software. If this is intended, ${howToRaise(limits, expansionOption)}`,
	);

function howToRaise({ areOptions, isInMemory }: Limits, { displayName }: INodeProperties): string {
	const raise = `raise "${displayName}" in the options of this node.`;
	if (isInMemory) {
		return `let n8n keep files on disk (N8N_DEFAULT_BINARY_DATA_MODE=filesystem), where the limit is far higher${areOptions ? `, or ${raise}` : '.'}`;
	}
	if (areOptions) return raise;
	return `fetch it with "Decrypt" switched off, and decrypt it with the OpenPGP node, whose option "${displayName}" raises the limit.`;
}

const tooLongForText = (remedy: string) =>
	new OpenPgpError(`The text is longer than ${TEXT_BYTES_AT_MOST / 1e6} MB`, remedy);
