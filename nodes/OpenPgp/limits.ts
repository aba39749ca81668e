import { tap, type Bytes } from '../shared/streams';
import { OpenPgpError } from './openPgpError';

/** How much may come out of a file before it is taken for a compression bomb, or fills the disk of n8n. */
export interface Limits {
	bytesAtMost: number;
	/** Bytes out for each byte in. */
	expansionAtMost: number;
}

export const defaultLimits: Limits = { bytesAtMost: 20_000_000_000, expansionAtMost: 1_000 };

/** Below this size a high ratio does no harm: a small file of zeros is no attack. */
const EXPANSION_FREE_BYTES = 100_000_000;

/** What fits into the JSON of an item without harm to n8n. */
export const TEXT_BYTES_AT_MOST = 50_000_000;

/** Counts what goes in, and ends what comes out with an error when it grows beyond the limits. */
export function limitExpansion(source: Bytes, { bytesAtMost, expansionAtMost }: Limits) {
	let bytesIn = 0;
	let bytesOut = 0;
	const watch = (chunk: Uint8Array) => {
		bytesOut += chunk.length;
		if (bytesOut > bytesAtMost) throw tooLarge(bytesAtMost);
		if (bytesOut > EXPANSION_FREE_BYTES && bytesOut > bytesIn * expansionAtMost) {
			throw tooDense(expansionAtMost);
		}
	};
	return {
		source: tap(source, (chunk) => {
			bytesIn += chunk.length;
		}),
		guard: (result: Bytes): Bytes => tap(result, watch),
	};
}

/** Text goes into JSON, which n8n holds in memory and writes to its database. */
export const limitText = (bytes: Bytes): Bytes => {
	let length = 0;
	return tap(bytes, (chunk) => {
		length += chunk.length;
		if (length > TEXT_BYTES_AT_MOST) throw tooLongForText();
	});
};

const tooLarge = (bytesAtMost: number) =>
	new OpenPgpError(
		`What comes out of the file is larger than the limit of ${Math.round(bytesAtMost / 1e6)} MB. Nothing of it was kept`,
		'If the file is meant to be that large, raise "Maximum Size (MB)" in the options of the OpenPGP node.',
	);

const tooDense = (expansionAtMost: number) =>
	new OpenPgpError(
		`The file is a compression bomb: it grows to more than ${expansionAtMost} times its size. Nothing of it was kept`,
		'Do not open the file by other means either; ask the sender about it. If it is meant to be so, raise "Maximum Expansion" in the options of the OpenPGP node.',
	);

const tooLongForText = () =>
	new OpenPgpError(
		`The text is longer than ${TEXT_BYTES_AT_MOST / 1e6} MB`,
		'Choose the input "File", which has no such limit.',
	);
