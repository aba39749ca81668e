import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { CsvError } from '../csv/csvError';
import { numberOf, wholeNumberOf } from '../../shared/run/fieldValues';
import type { PieceLimit } from '../split/pieces';

export const rowsField: INodeProperties = {
	displayName: 'Rows in Each File',
	name: 'rowsAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50_000,
	displayOptions: { show: { splitBy: ['rows'] } },
};

export const sizeField: INodeProperties = {
	displayName: 'Size of Each File (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 0.001, numberPrecision: 3 },
	default: 20,
	description: 'At most. A megabyte is 1,000,000 bytes.',
	displayOptions: { show: { splitBy: ['size'] } },
};

/** How large a file may become, as the panel says. Throws a CsvError unless it is a limit. */
export function pieceLimit(context: IExecuteFunctions, itemIndex: number): PieceLimit {
	const given = ({ name, default: usual }: INodeProperties) =>
		context.getNodeParameter(name, itemIndex, usual);
	if (context.getNodeParameter('splitBy', itemIndex) === 'rows')
		return { rows: wholeNumberOf(rowsField, given(rowsField)), bytes: Infinity };
	const bytes = numberOf(sizeField, given(sizeField)) * 1e6;
	if (bytes === Infinity)
		throw new CsvError(
			`"${sizeField.displayName}" must be a size in megabytes, not infinite`,
			'Enter the largest size that a file may have, or take Split out of the workflow.',
		);
	return { rows: Infinity, bytes };
}
