import type { N8n } from '../host/n8n.mts';
import type { RecipientKey } from '../host/recipientKey.mts';
import type { Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import { decryptsFile } from './decryptsFile.mts';
import { makesExcel } from './makesExcel.mts';
import { takesConnectReport, takesReportFlow } from './takesDelivery.mts';
import { takesTesouro } from './takesTesouro.mts';

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
}

/** One thing that must work in every n8n. Returns what it saw; throws if it did not work. */
export type Trial = (setting: TrialSetting) => Promise<string>;

export const trials: Record<string, Trial> = {
	'Tesouro: delivery, download': takesTesouro,
	'ConnectReport: delivery': takesConnectReport,
	'ReportFlow: delivery': takesReportFlow,
	'OpenPGP: file decrypted': decryptsFile,
	'Report File: Excel made': makesExcel,
};
