export interface Work {
	/** `resource.operation`. */
	operation: string;
	parameters?: Record<string, unknown>;
	/** By their names in `inputs.mts`; a work's name stands for the file that came of it. */
	inputs: string[];
}

const csvs = ['usual', 'long-row', 'endless-row', 'quotes', '5000-columns', 'narrow'];
const figures = { figure: [{ figure: 'count' }, { figure: 'distinct', column: 'id' }] };
const to = (format: string, inputs = csvs, options = {}): Work => ({
	operation: 'file.convert',
	parameters: { format, options },
	inputs,
});

/** What the Report File node does, each with the files that are hard for it. */
export const works: Record<string, Work> = {
	inspect: { operation: 'report.inspect', inputs: [...csvs, '16384-columns'] },
	getRows: { operation: 'report.getRows', inputs: csvs },
	filter: {
		operation: 'report.filter',
		parameters: { conditions: { condition: [{ column: 'id', operator: 'contains', value: '1' }] } },
		inputs: csvs,
	},
	summarize: { operation: 'report.summarize', parameters: { figures }, inputs: csvs },
	compare: {
		operation: 'report.compare',
		parameters: { keys: ['id'] },
		inputs: ['usual', 'long-row', '5000-columns'],
	},
	splitByRows: { operation: 'file.split', parameters: { rowsAtMost: 100_000 }, inputs: csvs },
	splitByValue: {
		operation: 'file.split',
		parameters: { splitBy: 'value', column: 'v' },
		inputs: ['long-row', '5000-columns'],
	},
	join: { operation: 'file.join', inputs: csvs },
	toExcel: to('excel', [...csvs, '16384-columns']),
	toJsonLines: to('jsonLines'),
	toParquet: to('parquet', [...csvs, '16384-columns']),
	toCsv: to('csv', [...csvs, '16384-columns'], { outputDecimal: 'comma' }),
	fromExcel: to('csv', ['usual.toExcel', '5000-columns.toExcel', '16384-columns.toExcel']),
	fromJsonLines: to('csv', ['usual.toJsonLines', 'deep-json', 'long-json', 'wide-json']),
	packZip: { operation: 'file.pack', inputs: ['usual'] },
	packGzip: { operation: 'file.pack', parameters: { archiveFormat: 'gzip' }, inputs: ['usual'] },
	unpackZip: { operation: 'file.unpack', inputs: ['usual.packZip'] },
	unpackGzip: { operation: 'file.unpack', inputs: ['usual.packGzip'] },
};
