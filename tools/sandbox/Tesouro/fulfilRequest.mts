import { deliver } from './deliver.mts';
import { pause } from '../pause.mts';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';
import { storeReport } from './storeReport.mts';
import type { CsvContent } from './writeCsv.mts';

/**
 * Make the report that was asked for, then tell the webhook. "Upon completion, Tesouro sends a notification to your
 * designated webhook, containing a link to retrieve the generated report file".
 */
export async function fulfilRequest(state: State, report: SandboxReport, content: CsvContent): Promise<void> {
	if (!(await pause(state.reportDelayMs, state.closing))) return;
	try {
		await storeReport(state, report, content);
	} catch (error) {
		report.status = 'FAILED';
		return noteFailure(state, `report ${report.requestId} failed`, error);
	}
	// Nothing documents a delivery for a report that failed or is not ready.
	const isWithheld = ['RECEIVED', 'FILE_GENERATED', 'FAILED'].includes(state.knobs.status);
	if (!state.webhookUrl || isWithheld) return;
	try {
		await deliver(state, report);
	} catch (error) {
		noteFailure(state, `delivery of ${report.requestId} could not be made`, error);
	}
}

function noteFailure(state: State, what: string, error: unknown): void {
	if (!state.closing.aborted) state.log(`${what}: ${(error as Error).message}`);
}
