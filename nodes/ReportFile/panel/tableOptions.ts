import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { wholeNumberOf } from '../../shared/run/fieldValues';
import { CsvError } from '../csv/csvError';
import type { Dialect } from '../csv/dialect';
import type { TableOptions } from '../csv/table';

const titleRowsOption: INodeProperties = {
	displayName: 'Rows Above the Header',
	name: 'titleRows',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'How many rows to skip at the top. Without this option, a title above the header is detected.',
};

/** The options that say how a file is written. Each is detected from the file unless it is chosen. */
export const tableOptions: INodeProperties[] = [
	{
		displayName: 'Decimal Separator',
		name: 'decimal',
		type: 'options',
		default: 'auto',
		options: [
			{ name: 'Automatic', value: 'auto' },
			{ name: 'Comma', value: 'comma', description: 'For example 1.234,50' },
			{ name: 'Point', value: 'point', description: 'For example 1,234.50' },
		],
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'string',
		default: '',
		placeholder: 'e.g. ;',
		description: 'One character, or \\t for a tab. Leave empty to detect it.',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		default: 'auto',
		options: [
			{ name: 'Automatic', value: 'auto' },
			{ name: 'UTF-16 BE', value: 'utf-16be' },
			{ name: 'UTF-16 LE', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1252 or ISO 8859-1', value: 'windows-1252' },
		],
	},
	{
		displayName: 'Has Header',
		name: 'hasHeader',
		type: 'boolean',
		default: true,
		description: 'Whether the first row holds the names of the columns',
	},
	{
		displayName: 'Keep Totals Row',
		name: 'keepTotals',
		type: 'boolean',
		default: false,
		description: 'Whether to treat a last row that begins with a word such as "Total" like any other row',
	},
	{
		displayName: 'Quote Character',
		name: 'quote',
		type: 'options',
		default: 'double',
		options: [
			{ name: 'Double Quote', value: 'double' },
			{ name: 'None', value: 'none', description: 'Quotes are ordinary characters' },
			{ name: 'Single Quote', value: 'single' },
		],
	},
	titleRowsOption,
];

const quotes: Record<string, string> = { double: '"', single: "'", none: '' };

/** What the user chose of them. */
export function readTableOptions(context: IExecuteFunctions, itemIndex: number): TableOptions {
	const options = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
	const { decimal = 'auto', encoding = 'auto', quote = 'double', titleRows } = options;
	const delimiter = delimiterOf(options.delimiter);
	return {
		hasHeader: options.hasHeader !== false,
		keepTotals: options.keepTotals === true,
		quote: quotes[String(quote)] ?? '"',
		...(delimiter !== '' && { delimiter }),
		...(decimal !== 'auto' && { decimal: decimal as Dialect['decimal'] }),
		...(encoding !== 'auto' && { encoding: encoding as Dialect['encoding'] }),
		...(titleRows !== undefined && { titleRows: wholeNumberOf(titleRowsOption, titleRows) }),
	};
}

/** One character as people type it: `\t` and `tab` are the tab. */
export function delimiterOf(typed: unknown): string {
	const text = String(typed ?? '');
	const delimiter = /^(\\t|tab)$/i.test(text.trim()) ? '\t' : text;
	if (delimiter === '' || /^[\t -~]$/.test(delimiter)) return delimiter;
	throw new CsvError(
		`"${text}" cannot be a delimiter`,
		'Enter one ASCII character, for example ; or \\t for a tab, or leave it empty to detect it.',
	);
}
