/** Loaded into n8n by NODE_OPTIONS: at SIGUSR2 it collects garbage and writes down what is still in use, in bytes. */
const { renameSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

process.on('SIGUSR2', () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	collect();
	collect();
	const file = `${process.env.N8N_USER_FOLDER}/heap-${process.pid}.json`;
	writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
	renameSync(`${file}.part`, file);
});
