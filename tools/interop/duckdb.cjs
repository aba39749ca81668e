/** Asks DuckDB: `duckdb.cjs <folder with node_modules>`, SQL from standard input; prints the rows as JSON, each an array. */
const { readFileSync } = require('node:fs');
const path = require('node:path');

const { DuckDBInstance } = require(path.join(process.argv[2], 'node_modules/@duckdb/node-api'));

async function ask(sql) {
	const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
	const reader = await connection.runAndReadAll(sql);
	process.stdout.write(JSON.stringify(reader.getRowsJson()));
}

void ask(readFileSync(0, 'utf8'));
