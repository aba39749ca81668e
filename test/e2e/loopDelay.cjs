/**
 * Preloaded into n8n: writes down, ten times a second, how long its event loop stood still meanwhile, in milliseconds by the
 * clock and of processor time, measured with a timer from the inside.
 */
const { appendFileSync, readFileSync } = require('node:fs');

const file = process.env.LOOP_DELAY_FILE;
/** Of the thread that runs JavaScript alone (Linux): not those that compile and collect garbage beside it. */
const cpuNow = () => Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / 1e6;
// Its task runner inherits the settings.
if (file && process.argv[1]?.includes('n8n') && process.argv[2] === 'start') {
	let time = performance.now();
	let cpu = cpuNow();
	let written = time;
	let most = { clock: 0, processor: 0, used: 0 };
	setInterval(() => {
		const [timeNow, usedNow] = [performance.now(), cpuNow()];
		most.clock = Math.max(most.clock, timeNow - time);
		most.processor = Math.max(most.processor, Math.min(usedNow - cpu, timeNow - time));
		most.used += usedNow - cpu;
		if (timeNow - written > 100) {
			appendFileSync(file, `${JSON.stringify(most)}\n`);
			most = { clock: 0, processor: 0, used: 0 };
			written = timeNow;
		}
		time = performance.now();
		cpu = usedNow;
	}, 1).unref();
}
