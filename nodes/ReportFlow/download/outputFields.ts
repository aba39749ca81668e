import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { numberOf } from '../../shared/run/fieldValues';

export const sizeOption: INodeProperties = {
	displayName: 'Maximum Download Size (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 5000,
	description: 'Stop with an error above this size (for a ZIP, the unpacked size)',
};

/** As the user set it. Throws a RemedyError unless it is a number: otherwise there would be no limit. */
export const bytesAtMost = (context: IExecuteFunctions, itemIndex: number): number =>
	numberOf(sizeOption, context.getNodeParameter('options.megabytesAtMost', itemIndex, sizeOption.default)) *
	1_000_000;
