import type { Execution } from '../harness/execution.mts';
import type { DeliveryOptions } from '../harness/deliver.mts';

/** Something that is posted to a webhook. */
export interface Post extends DeliveryOptions {
	url: string;
	body: unknown;
}

/** A trigger that is live, and the provider beside it. */
export interface Live {
	/** Makes a report, or a change, and delivers it as the provider does; the status of the first try. */
	good(): Promise<number>;
	/** What somebody invents who knows the URL. */
	forged(index: number): Post;
	executions(): Execution[];
	/** How many requests the API has got so far. */
	requests(): number;
	close(): Promise<void>;
}

/** A way in which a trigger tells genuine deliveries from forged ones. */
export interface Mode {
	trigger: 'ReportFlow' | 'ConnectReport' | 'Tesouro';
	name: string;
	open(): Promise<Live>;
}

/** Where the good deliveries come from, and the forged ones: two addresses of this machine. */
export const GOOD_SOURCE = '127.0.0.1';
export const FORGED_SOURCE = '127.0.0.2';
