/** `npm run bench`: decryption; `npm run bench -- --rows`: CSV files; `-- --stalls`: how long they hold n8n up. */
const which = process.argv.includes('--rows')
	? './rows/rowsBench.mts'
	: process.argv.includes('--stalls')
		? './stalls/stalls.mts'
		: './bench.mts';
await import(which);
