/**
 * One conversion of a CSV to Excel in a process of its own: `worker.cjs ours|exceljs|nothing <csv> <xlsx> <modules>`. Prints
 * seconds, the peak of its memory above where it began, and the longest time that its event loop stood still.
 */
const { createReadStream, createWriteStream } = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { setTimeout: sleep } = require('node:timers/promises');

const [which, csv, xlsx, modules] = process.argv.slice(2);
const dist = path.resolve('dist/nodes');

const makers = { ours, exceljs, nothing: async () => await sleep(10_000) };

async function measure() {
	const { openTable } = require(path.join(dist, 'ReportFile/csv/table.js'));
	const table = await openTable(() => createReadStream(csv, { highWaterMark: 256 * 1024 }), {
		hasHeader: true,
		keepTotals: false,
		quote: '"',
	});
	global.gc();
	const idle = process.memoryUsage().rss;
	let peak = idle;
	const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const started = performance.now();
	const cpu = process.cpuUsage();
	await makers[which](table);
	const { user, system } = process.cpuUsage(cpu);
	const seconds = (performance.now() - started) / 1000;
	delay.disable();
	clearInterval(timer);
	const result = {
		seconds,
		cpu: (user + system) / 1e6,
		peakMb: (peak - idle) / 1e6,
		stallMs: delay.max / 1e6,
	};
	console.log(JSON.stringify(result));
}

/** As the node does it: all values are looked at, then the workbook is written. */
async function ours(table) {
	const { judgeColumns } = require(path.join(dist, 'ReportFile/columnTypes/judgeColumns.js'));
	const { Misfits } = require(path.join(dist, 'ReportFile/csv/misfits.js'));
	const { excelOutput } = require(path.join(dist, 'ReportFile/excel/excelOutput.js'));
	const columns = await judgeColumns(table, { text: [] });
	const misfits = new Misfits(columns.length, 'fail');
	const bytes = excelOutput.write({
		columns,
		decimal: table.dialect.decimal,
		table,
		misfits,
		name: 'report',
		options: {},
		facts: {},
	});
	await toFile(bytes);
}

/** Its streaming writer, given the rows by our reader and told which columns are amounts: it does not look for itself. */
async function exceljs(table) {
	const { stream } = require(path.join(modules, 'exceljs'));
	const { rowsOf } = require(path.join(dist, 'ReportFile/convert/rowsOf.js'));
	const { Misfits } = require(path.join(dist, 'ReportFile/csv/misfits.js'));
	const workbook = new stream.xlsx.WorkbookWriter({
		filename: xlsx,
		useStyles: true,
		useSharedStrings: false,
	});
	const sheet = workbook.addWorksheet('report', { views: [{ state: 'frozen', ySplit: 1 }] });
	const amounts = table.columns.flatMap((name, index) => (/amount/i.test(name) ? [index] : []));
	sheet.columns = table.columns.map((name, index) => ({
		header: name,
		key: name,
		width: 14,
		...(amounts.includes(index) && { style: { numFmt: '#,##0.00' } }),
	}));
	for await (const rows of rowsOf(table, new Misfits(table.columns.length, 'fail'))) {
		for (const row of rows) {
			for (const index of amounts) row[index] = Number(row[index]);
			sheet.addRow(row).commit();
		}
		await new Promise((resolve) => setImmediate(resolve));
	}
	sheet.commit();
	await workbook.commit();
}

async function toFile(bytes) {
	const file = createWriteStream(xlsx);
	for await (const piece of bytes) {
		if (!file.write(piece)) await new Promise((resolve) => file.once('drain', resolve));
	}
	await new Promise((resolve) => file.end(resolve));
}

void measure();
