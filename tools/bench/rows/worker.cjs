/**
 * One piece of work on a CSV file, in a process of its own: node worker.cjs <implementation> <work> <file> <peers folder>.
 * Prints what came out (to be compared), the seconds, the memory above idle and the longest stall of the event loop.
 */
const { createReadStream, createWriteStream, rmSync } = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const [implementation, work, file, peers] = process.argv.slice(2);
const dist = (name) => require(path.resolve('dist/nodes/ReportFile', name));
const peer = (name) => require(require.resolve(name, { paths: [peers] }));
const output = `${file}.${implementation}.out`;

const ours = {
	async table() {
		const { openTable } = dist('csv/table.js');
		const open = () => createReadStream(file, { highWaterMark: 256 * 1024 });
		return await openTable(open, { hasHeader: true, keepTotals: false });
	},
	async count() {
		let rows = 0;
		for await (const batch of (await this.table()).read({ withCells: false })) rows += batch.rows;
		return { rows };
	},
	async inspect() {
		const table = await this.table();
		const { Misfits } = dist('csv/misfits.js');
		const { columns } = await dist('inspect/inspectTable.js').inspectTable(
			table,
			new Misfits(table.columns.length, 'fail'),
		);
		const { smallest, largest } = columns.find(({ name }) => name === 'net');
		return { rows: table.found.rows, smallest: Number(smallest), largest: Number(largest) };
	},
	async split() {
		const { Pieces } = dist('split/pieces.js');
		const pieces = new Pieces(await this.table(), { rows: 50_000, bytes: Infinity });
		let rows = 0;
		while (await pieces.hasMore()) {
			const tally = { rows: 0 };
			for await (const _ of pieces.next(tally));
			rows += tally.rows;
		}
		return { rows };
	},
	async objects() {
		const table = await this.table();
		const { ObjectMaker } = dist('rows/objectMaker.js');
		const maker = new ObjectMaker(table.columns.map((name, index) => ({ index, name })));
		const seen = newSeen();
		for await (const batch of table.read()) {
			maker.begin(batch);
			for (let row = 0; row < batch.rows; row++) seen.take(maker.make(batch, row));
		}
		return seen.result();
	},
	async summarize() {
		const table = await this.table();
		const { Misfits } = dist('csv/misfits.js');
		const { summarizeTable } = dist('summarize/summarizeTable.js');
		const { formatDecimal } = dist('numbers/decimal.js');
		const at = (name) => table.columns.indexOf(name);
		const { groups } = await summarizeTable(
			table,
			{
				groupBy: [at('currency'), at('kind')],
				numbers: [{ index: at('net'), name: 'net', figures: new Set(['sum']) }],
				distinct: [],
				noNumbers: 'fail',
			},
			dist('conditions/conditions.js').makeConditions([], false, table),
			new Misfits(table.columns.length, 'fail'),
		);
		return groupsOf(groups.map((group) => [...group.values, formatDecimal(group.numbers[0].get('sum'))]));
	},
	async filter() {
		const table = await this.table();
		const { Misfits } = dist('csv/misfits.js');
		const conditions = dist('conditions/conditions.js').makeConditions(
			[
				{ column: 'currency', operator: 'is', value: 'EUR' },
				{ column: 'net', operator: 'atLeast', value: '5000' },
			],
			false,
			table,
		);
		const tally = { rows: 0 };
		const misfits = new Misfits(table.columns.length, 'fail');
		const { pipeline } = require('node:stream/promises');
		const bytes = dist('csv/filterTable.js').filterTable(table, conditions, misfits, [], tally);
		await pipeline(bytes, createWriteStream(output));
		return { rows: tally.rows };
	},
};

/** What is seen of objects, so that nobody gets away without making them. */
function newSeen() {
	let rows = 0;
	let characters = 0;
	return {
		take(object) {
			rows++;
			characters += object.merchantName.length + object.description.length;
		},
		result: () => ({ rows, characters }),
	};
}

const groupsOf = (groups) => ({ groups: groups.map((group) => group.join(' ')).sort() });

const duckdb = {
	async query(sql) {
		const { DuckDBInstance } = peer('@duckdb/node-api');
		const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
		return (await connection.runAndReadAll(sql)).getRowsJson();
	},
	source: `read_csv('${file}', header = true, all_varchar = true)`,
	async count() {
		const [[rows]] = await this.query(`select count(*) from ${this.source}`);
		return { rows: Number(rows) };
	},
	/** Its own way to look at all columns: types, smallest, largest, average, distinct values and more. */
	async inspect() {
		const columns = await this.query(`summarize select * from read_csv('${file}', header = true)`);
		const [, , smallest, largest, , , , , , , rows] = columns.find(([name]) => name === 'net');
		return { rows: Number(rows), smallest: Number(smallest), largest: Number(largest) };
	},
	async summarize() {
		return groupsOf(
			await this.query(
				`select currency, kind, sum(net::decimal(18, 2))::varchar from ${this.source} group by currency, kind`,
			),
		);
	},
	async filter() {
		const [[rows]] = await this.query(
			`copy (select * from ${this.source} where currency = 'EUR' and net::decimal(18, 2) >= 5000) to '${output}' (header)`,
		);
		return { rows: Number(rows) };
	},
};

const udsv = {
	async objects() {
		const { inferSchema, initParser } = peer('udsv');
		const seen = newSeen();
		let parser;
		for await (const text of createReadStream(file, { highWaterMark: 256 * 1024, encoding: 'utf8' })) {
			parser ??= initParser(inferSchema(text));
			parser.chunk(text, parser.stringObjs, (object) => seen.take(object));
		}
		parser.end();
		return seen.result();
	},
};

const csvParse = {
	async objects() {
		const seen = newSeen();
		const rows = createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(
			peer('csv-parse').parse({ columns: true }),
		);
		for await (const object of rows) seen.take(object);
		return seen.result();
	},
};

/** Programs that take a file are running already: to load ours, n8n-workflow with it, takes as long as to count 200 MB. */
const load = {
	ours: () =>
		[
			'csv/table.js',
			'csv/misfits.js',
			'csv/filterTable.js',
			'inspect/inspectTable.js',
			'split/pieces.js',
			'rows/objectMaker.js',
			'summarize/summarizeTable.js',
			'conditions/conditions.js',
		].map(dist),
	duckdb: () => peer('@duckdb/node-api'),
	udsv: () => peer('udsv'),
	'csv-parse': () => peer('csv-parse'),
};

async function run() {
	load[implementation]();
	// Work that turns the event loop by the clock needs a loop that is alive, as n8n's is.
	const alive = setInterval(() => undefined, 1_000);
	const idle = process.memoryUsage.rss();
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const before = process.cpuUsage();
	const started = performance.now();
	const result = await { ours, duckdb, udsv, 'csv-parse': csvParse }[implementation][work]();
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(before);
	delay.disable();
	clearInterval(alive);
	rmSync(output, { force: true });
	const memory = process.resourceUsage().maxRSS * 1024 - idle;
	console.log(
		JSON.stringify({ result, seconds, cpuSeconds: (user + system) / 1e6, memory, stall: delay.max / 1e6 }),
	);
}
run();
