import type { N8n } from '../host/n8n.mts';
import type { RecipientKey } from '../host/recipientKey.mts';
import type { Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import { decryptsFile } from './decryptsFile.mts';
import { makesExcel } from './makesExcel.mts';
import { takesConnectReport, takesReportFlow } from './takesDelivery.mts';
import { takesTesouro } from './takesTesouro.mts';
import { refusesTampered } from './refusesTampered.mts';
import { warnsOfLoss } from './warnsOfLoss.mts';

/** What a trial has to do with. */
export interface TrialSetting {
	n8n: N8n;
	sandbox: Sandbox;
	key: RecipientKey;
	/** The type of one of our nodes with the name of the package it comes from, such as `n8n-nodes-report-delivery.openPgp`. */
	typeOf(node: string): string;
	/** Of the file that is decrypted and of the CSV that becomes Excel. */
	bytes: number;
	/** Of every workflow. */
	settings: Record<string, unknown>;
	/** How a node is told of the file that the node before it made under "data". */
	fileField: string;
	/** Makes n8n's SQLite refuse new executions; returns how to end that. */
	refuseExecutions(): Promise<() => Promise<void>>;
	/** Where n8n keeps everything. */
	userFolder: string;
	/** Before 2.33, n8n wrote a file where it stays (n8n-core 2.32.0 and 2.33.0 compared). */
	keepsTornFiles: boolean;
}

/** One thing that must work in every n8n. Returns what it saw; throws if it did not work. */
export type Trial = (setting: TrialSetting) => Promise<string>;

export const withSqliteOnly = 'Execution cannot be stored: 500, or told at publishing';

export const trials: Record<string, Trial> = {
	'Tesouro: delivery, download': takesTesouro,
	'ConnectReport: delivery': takesConnectReport,
	'ReportFlow: delivery': takesReportFlow,
	[withSqliteOnly]: warnsOfLoss,
	'OpenPGP: file decrypted': decryptsFile,
	'OpenPGP: tampered file refused': refusesTampered,
	'Report File: Excel made': makesExcel,
};
