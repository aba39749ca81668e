import { copyFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { locateFile } from './locateFile.mts';
import { createReport, markReady } from './sandboxReport.mts';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';

/** Put a file that exists already, as it is, on the file host as a report that is ready. */
export async function publishFile(
	state: State,
	path: string,
	fileName = basename(path),
): Promise<SandboxReport> {
	const report = createReport(state.url, state.presenterId, { fileName });
	await copyFile(path, locateFile(state, report));
	markReady(report, (await stat(path)).size);
	state.reports.set(report.requestId, report);
	return report;
}
