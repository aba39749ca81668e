import { defaultColumns } from './columns.mts';
import { nameReportFile } from './nameReportFile.mts';
import { createReport } from './sandboxReport.mts';
import type { SandboxReport } from './sandboxReport.mts';
import type { State } from './state.mts';
import { storeReport } from './storeReport.mts';

/** What a report that nobody asked for over the API should hold. */
export interface ReportWish {
	rows: number;
	compressed?: boolean;
	columns?: string[];
	requestId?: string;
	seed?: number;
}

const firstDay = '2026-01-01';
const lastDay = '2026-01-31';

/** Make a report at once and without telling anybody. */
export async function makeReport(state: State, wish: ReportWish): Promise<SandboxReport> {
	const { rows, compressed = false, columns = defaultColumns, requestId, seed = 1 } = wish;
	const today = new Date().toISOString().slice(0, 10);
	const stem = `SandboxAcceptor_paymentTransactions_${firstDay}-to-${lastDay}_${today}`;
	const fileName = nameReportFile(state, stem, compressed);
	const report = createReport(state.url, state.presenterId, {
		fileName,
		requestId,
		isCompressed: compressed,
	});
	state.reports.set(report.requestId, report);
	const rowsPerDay = Math.ceil(rows / 31);
	await storeReport(state, report, { rows, columns, firstDay, seed, rowsPerDay });
	return report;
}
