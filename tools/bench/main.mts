/**
 * `npm run bench`: decryption; `-- --rows`: CSV files; `-- --stalls`: how long they hold n8n up; `-- --excel`: Convert
 * to Excel.
 */
const benches = {
	'--excel': './excel/excel.mts',
	'--stalls': './stalls/stalls.mts',
	'--rows': './rows/rowsBench.mts',
};
const chosen = Object.entries(benches).find(([option]) => process.argv.includes(option));
await import(chosen?.[1] ?? './bench.mts');
