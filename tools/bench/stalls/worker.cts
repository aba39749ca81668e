/**
 * One operation of the Report File node in n8n-core's engine, over one file, in a process of its own, and how long the event
 * loop stood still meanwhile. Usage: worker.cts <resource.operation> <parameters as JSON> <file> [output file].
 */
import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startHarness } from '../../harness/harness.mts';

const [name, parameters, file, output] = process.argv.slice(2) as [string, string, string, string?];
const { ReportFile } = require(path.resolve('dist/nodes/ReportFile/ReportFile.node.js'));
const IDLE_MS = 1_500;
const LOOK_MS = 2;

/** Of this thread alone where Node can tell, else with those that collect garbage and compress. */
const cpuUsage = (process as { threadCpuUsage?: typeof process.cpuUsage }).threadCpuUsage ?? process.cpuUsage;

/** The longest time between two turns of the event loop, by the clock, and the most work in between, by the processor. */
function watch() {
	const longest = { stall: 0, cpuStall: 0 };
	let last = performance.now();
	let lastCpu = cpuUsage.call(process);
	const look = () => {
		const now = performance.now();
		const cpu = cpuUsage.call(process);
		const used = (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1000;
		longest.stall = Math.max(longest.stall, now - last - LOOK_MS);
		longest.cpuStall = Math.max(longest.cpuStall, used);
		[last, lastCpu] = [now, cpu];
	};
	const timer = setInterval(look, LOOK_MS);
	return () => {
		look();
		clearInterval(timer);
		return longest;
	};
}

async function main() {
	const harness = await startHarness({ nodes: [ReportFile], binaryMode: 'filesystemAtomic' });
	try {
		const binary = await harness.storeBinary(createReadStream(file), { fileName: path.basename(file) });
		const idleWatch = watch();
		await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
		const idle = idleWatch();
		const [resource, operation] = name.split('.') as [string, string];
		const rss = process.memoryUsage.rss();
		const before = process.cpuUsage();
		const work = watch();
		const { items, error } = await harness.runNode(
			{ type: 'reportFile', parameters: { resource, operation, ...JSON.parse(parameters) } },
			[{ json: {}, binary: { data: binary, old: binary, new: binary } }],
		);
		const { stall, cpuStall } = work();
		const { user, system } = process.cpuUsage(before);
		const memory = process.resourceUsage().maxRSS * 1024 - rss;
		const made = error === undefined ? items[0]?.binary?.['data'] : undefined;
		if (output !== undefined && made !== undefined) writeFileSync(output, await harness.readBinary(made));
		const cpuSeconds = (user + system) / 1e6;
		process.stdout.write(
			`${JSON.stringify({ stall, cpuStall, idle: idle.stall, cpuSeconds, memory, error: error?.message })}\n`,
		);
	} finally {
		await harness.stop();
	}
}

void main();
