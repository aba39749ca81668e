import type { INodeProperties } from 'n8n-workflow';
import { tap, type Bytes } from '../shared/files/streams';
import { OpenPgpError } from './openPgpError';
import {
	inMemory,
	defaultLimits,
	FREE_BYTES_IN_MEMORY,
	type Limits,
	TEXT_BYTES_AT_MOST,
	sizeOption,
	expansionOption,
} from './limits';

/** Why so much content of a file may not go into memory; undefined when it may. Sizes in bytes. */
export function refusedInMemory(bytesIn: number, bytesOut: number): OpenPgpError | undefined {
	const limits = inMemory(defaultLimits);
	if (bytesOut > limits.bytesAtMost) return tooLarge(limits);
	return bytesOut > Math.max(FREE_BYTES_IN_MEMORY, bytesIn * limits.expansionAtMost)
		? tooDense(limits)
		: undefined;
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

export const tooDense = (limits: Limits) =>
	new OpenPgpError(
		`The file is a compression bomb: it grows to more than ${limits.expansionAtMost} times its size. Nothing of it was kept`,
		`Do not open the file by other means either; ask the sender about it. If this is intended, ${howToRaise(limits, expansionOption)}`,
	);

export function howToRaise({ areOptions, isInMemory }: Limits, { displayName }: INodeProperties): string {
	const raise = `raise "${displayName}" in the options of this node.`;
	if (isInMemory) {
		return `let n8n keep files on disk (N8N_DEFAULT_BINARY_DATA_MODE=filesystem), where the limit is far higher${areOptions ? `, or ${raise}` : '.'}`;
	}
	if (areOptions) return raise;
	return `fetch it with "Decrypt" switched off, and decrypt it with the OpenPGP node, whose option "${displayName}" raises the limit.`;
}

const tooLongForText = (remedy: string) =>
	new OpenPgpError(`The text is longer than ${TEXT_BYTES_AT_MOST / 1e6} MB`, remedy);
