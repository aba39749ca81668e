import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';

export const misfitField: INodeProperties = {
	displayName: 'Rows That Do Not Fit',
	name: 'misfits',
	type: 'options',
	default: 'fail',
	description: 'What to do with a row that has more or fewer values than the file has columns',
	options: [
		{ name: 'Fail', value: 'fail', description: 'The error names the line' },
		{ name: 'Leave Out', value: 'skip', description: 'The hint after the run says how many' },
	],
};

export const misfitsOf = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ columns }: Pick<Table, 'columns'>,
): Misfits =>
	new Misfits(
		columns.length,
		context.getNodeParameter('misfits', itemIndex, 'fail') === 'skip' ? 'skip' : 'fail',
	);
