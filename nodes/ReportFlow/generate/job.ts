import type { INodeExecutionData } from 'n8n-workflow';
import type { Receipt } from './receipt';
import type { RequestedPdf } from './request';
import type { Settings } from './settings';

/** One generation that ReportFlow was asked for in this execution: the items whose PDFs it makes, and what each asked for. */
interface Generation {
	items: number[];
	requests: RequestedPdf[];
}

/** Its outcome is unknown, at least for now. It may have been made and billed. */
export interface Sent extends Generation {
	state: 'sent';
}

/** ReportFlow has it, and said how to fetch the files. */
export interface Acknowledged extends Generation {
	state: 'acknowledged';
	receipt: Receipt;
}

/** All of its files are stored in n8n. */
export interface Made extends Generation {
	state: 'made';
	output: INodeExecutionData[];
}

/** It ended with an error, and the run goes on without it ("continue on fail"). */
export interface Failed extends Generation {
	state: 'failed';
	failure: { message: string; remedy: string };
	/** Where ReportFlow had acknowledged it. */
	receipt?: Receipt;
}

/** Plain data: n8n writes it to its database while the execution waits. */
export type Job = Sent | Acknowledged | Made | Failed;

export type Step =
	/** Say that it may have been made. It is never sent again automatically. */
	| { step: 'report unknown'; job: Sent }
	| { step: 'report failure'; job: Failed }
	| { step: 'return files'; job: Made }
	| { step: 'return IDs'; job: Acknowledged }
	| { step: 'fetch files'; job: Acknowledged };

/** What comes next for a generation that was sent before: in an earlier look, or in an earlier try. */
export function nextStep(job: Job, when: Settings['when']): Step {
	switch (job.state) {
		case 'sent':
			return { step: 'report unknown', job };
		case 'failed':
			return { step: 'report failure', job };
		case 'made':
			return { step: 'return files', job };
		case 'acknowledged':
			return { step: when === 'atOnce' ? 'return IDs' : 'fetch files', job };
	}
}

export const acknowledged = ({ items, requests }: Generation, receipt: Receipt): Acknowledged => ({
	state: 'acknowledged',
	items,
	requests,
	receipt,
});

export const made = ({ items, requests }: Generation, output: INodeExecutionData[]): Made => ({
	state: 'made',
	items,
	requests,
	output,
});

/** Somebody who retries an execution from the list has looked at ReportFlow, and wants what is missing. */
export const isKnown = (job: Job): boolean =>
	job.state !== 'sent' && !(job.state === 'failed' && job.receipt === undefined);
