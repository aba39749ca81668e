import { join } from 'node:path';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';

/** Where a report's file lies. The name on disk is the sandbox's own, so no wished name can leave the folder. */
export function locateFile(state: State, report: SandboxReport): string {
	return join(state.storageFolder, report.reportId);
}
