import type { INodeProperties } from 'n8n-workflow';
import { optionsField as commonOptions } from '../../shared/run/commonFields';
import { tableOptions } from './tableOptions';

export { inputFileField, outputFileField } from '../../shared/run/commonFields';

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. report.csv',
	description: 'Name of the new file. Leave empty to derive it from the name of the input file.',
};

/** The collection "Options": those that say how the input is written, and what an operation adds; sorted by label. */
export const optionsField = (further: INodeProperties[] = []): INodeProperties => ({
	...commonOptions,
	options: [...tableOptions, ...further].sort((one, other) =>
		one.displayName.localeCompare(other.displayName),
	),
});

/** A list of the file's columns, of which several may be chosen. */
export const columnsField = (
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & Partial<INodeProperties>,
): INodeProperties => ({
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getColumns' },
	default: [],
	...field,
	description:
		`${field.description ?? ''} Choose from the list, or specify names using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`.trim(),
});

/** A list of the file's columns, of which one is chosen. */
export const columnField = (
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & Partial<INodeProperties>,
): INodeProperties => ({
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getColumns' },
	default: '',
	...field,
	description:
		`${field.description ?? ''} Choose from the list, or specify a name using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`.trim(),
});
