import type { INodeProperties } from 'n8n-workflow';
import { columnsField, fileNameOption } from '../panel/fields';

export const inputFormatField: INodeProperties = {
	displayName: 'Input Format',
	name: 'inputFormat',
	type: 'options',
	default: 'auto',
	options: [
		{ name: 'Automatic', value: 'auto', description: 'Detected from the first bytes of the file' },
		{ name: 'CSV', value: 'csv' },
		{ name: 'Excel (.xlsx)', value: 'excel' },
		{ name: 'JSON Lines', value: 'jsonLines', description: 'One JSON object per line' },
	],
};

export const formatField: INodeProperties = {
	displayName: 'Output Format',
	name: 'format',
	type: 'options',
	default: 'excel',
	options: [
		{
			name: 'CSV',
			value: 'csv',
			description: 'With the delimiter, encoding and decimal separator chosen in the options',
		},
		{
			name: 'Excel (.xlsx)',
			value: 'excel',
			description:
				'With real numbers and dates, and IDs as text. More than 1,048,576 rows go to several sheets.',
		},
		{ name: 'JSON Lines', value: 'jsonLines', description: 'One JSON object per line' },
		{ name: 'Parquet', value: 'parquet', description: 'For data warehouses; amounts are exact decimals' },
	],
};

/** Options of an operation that only one output format has. */
const forFormat = (format: string, option: INodeProperties): INodeProperties => ({
	...option,
	displayOptions: { show: { '/format': [format] } },
});

export const rowsPerSheetOption: INodeProperties = {
	displayName: 'Rows per Sheet',
	name: 'rowsPerSheet',
	type: 'number',
	typeOptions: { minValue: 2, maxValue: 1048576 },
	default: 1048576,
	description: 'The most rows in a sheet, including its header. Further rows go to more sheets.',
};

export const convertOptions: INodeProperties[] = [
	fileNameOption,
	columnsField({
		displayName: 'Keep as Text',
		name: 'textColumns',
		description: 'Columns whose values stay text, such as IDs that look like numbers.',
		displayOptions: { show: { '/format': ['excel', 'jsonLines', 'parquet'] } },
	}),
	{
		displayName: 'Keep All as Text',
		name: 'allText',
		type: 'boolean',
		default: false,
		description: 'Whether to keep every value as text, also numbers and dates',
		displayOptions: { show: { '/format': ['excel', 'jsonLines', 'parquet'] } },
	},
	{
		displayName: 'Sheet to Read',
		name: 'sheet',
		type: 'string',
		default: '',
		placeholder: 'e.g. Transactions',
		description:
			'Name of the sheet, when the input is Excel. Leave empty for the first visible sheet; * reads all sheets, one after another.',
	},
	forFormat('excel', {
		displayName: 'Sheet Name',
		name: 'sheetName',
		type: 'string',
		default: '',
		description: 'Name of the new sheet. Leave empty to use the name of the file.',
	}),
	forFormat('excel', rowsPerSheetOption),
	forFormat('csv', {
		displayName: 'Output Delimiter',
		name: 'outputDelimiter',
		type: 'string',
		default: ',',
		placeholder: 'e.g. ;',
		description: 'One character, or \\t for a tab',
	}),
	forFormat('csv', {
		displayName: 'Output Decimal Separator',
		name: 'outputDecimal',
		type: 'options',
		default: 'keep',
		description:
			'For columns of numbers, and for amounts with a currency sign. Thousands separators are removed.',
		options: [
			{ name: 'As in the Input', value: 'keep' },
			{ name: 'Comma', value: 'comma' },
			{ name: 'Point', value: 'point' },
		],
	}),
	forFormat('csv', {
		displayName: 'Output Encoding',
		name: 'outputEncoding',
		type: 'options',
		default: 'utf-8',
		options: [
			{ name: 'UTF-16 LE', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'UTF-8 With Mark', value: 'utf-8-bom', description: 'The mark lets Excel recognise UTF-8' },
			{ name: 'Windows-1252', value: 'windows-1252' },
		],
	}),
	forFormat('csv', {
		displayName: 'Line End',
		name: 'lineEnd',
		type: 'options',
		default: 'crlf',
		options: [
			{ name: 'CRLF', value: 'crlf', description: 'Windows, and RFC 4180' },
			{ name: 'LF', value: 'lf', description: 'Linux and macOS' },
		],
	}),
];
