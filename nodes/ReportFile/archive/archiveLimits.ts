import type { INodeProperties } from 'n8n-workflow';
import { tap, type Bytes } from '../../shared/files/streams';
import { numberOf } from '../../shared/run/fieldValues';
import { RemedyError } from '../../shared/run/remedyError';

/** How much may come out of an archive before it is taken for a bomb, or fills the disk of n8n. */
export interface ArchiveLimits {
	bytesAtMost: number;
	/** Bytes out for each byte in, looked at from 100 MB on. */
	expansionAtMost: number;
	filesAtMost: number;
}

/** Below this size a high ratio does no harm: a small file of zeros is not an attack. */
const EXPANSION_FREE_BYTES = 100_000_000;

const expansionOption: INodeProperties = {
	displayName: 'Maximum Expansion',
	name: 'expansionAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description:
		'How many times its own size an archive may unpack to, checked above 100 MB. Stops compression bombs.',
};
const filesOption: INodeProperties = {
	displayName: 'Maximum Files',
	name: 'filesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description: 'The most files an archive may hold. Each file becomes an item.',
};
const sizeOption: INodeProperties = {
	displayName: 'Maximum Size (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20000,
	description: 'The most an archive may unpack to, to protect the disk of n8n',
};

export const limitOptions = [expansionOption, filesOption, sizeOption];

/** The limits that the options ask for. An expression can make anything of them: a value that is not a number would not limit anything. */
export const limitsOf = (options: Record<string, unknown>): ArchiveLimits => ({
	bytesAtMost: read(sizeOption, options.megabytesAtMost) * 1_000_000,
	expansionAtMost: read(expansionOption, options.expansionAtMost),
	filesAtMost: read(filesOption, options.filesAtMost),
});

const read = (option: INodeProperties, value: unknown = option.default) => numberOf(option, value);

/** Counts what goes in and what comes out, and throws when the archive grows beyond the limits. */
export function watchExpansion(source: Bytes, { expansionAtMost, bytesAtMost }: ArchiveLimits) {
	let bytesIn = 0;
	let bytesOut = 0;
	return {
		source: tap(source, (chunk) => {
			bytesIn += chunk.length;
		}),
		came(bytes: number): void {
			bytesOut += bytes;
			if (bytesOut > bytesAtMost) throw tooLarge(bytesAtMost);
			if (bytesOut > EXPANSION_FREE_BYTES && bytesOut > bytesIn * expansionAtMost)
				throw tooDense(expansionAtMost);
		},
	};
}

export const tooLarge = (bytesAtMost: number) =>
	new RemedyError(
		`The archive holds more than ${Math.round(bytesAtMost / 1e6)} MB. Nothing of it was kept`,
		`If this size is expected, raise "${sizeOption.displayName}" in the options of this node.`,
	);

export const tooMany = (filesAtMost: number) =>
	new RemedyError(
		`The archive holds more than ${filesAtMost} files. Nothing of it was kept`,
		`Each file becomes an item. If this many are expected, raise "${filesOption.displayName}" in the options of this node.`,
	);

const tooDense = (expansionAtMost: number) =>
	new RemedyError(
		`The archive grows to more than ${expansionAtMost} times its size, as compression bombs do. Nothing of it was kept`,
		`Ask the sender about it. If this is expected, raise "${expansionOption.displayName}" in the options of this node.`,
	);
