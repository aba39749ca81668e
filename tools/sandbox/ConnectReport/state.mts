import type { Knobs } from './knobs.mts';

/** A design, from which tasks make reports. */
export interface Template {
	id: string;
	title: string;
	tags: string[];
	html: string;
}

/** "a scheduled or one-off run of a template, optionally filtered"; dates are ISO 8601, as in callbacks. */
export interface ReportTask {
	/** The ID that the API knows it by. */
	id: string;
	/** The other of the two IDs in a callback; which of them is which, no source says: the knob `ids`. */
	otherId: string;
	title: string;
	templateId: string;
	startOn: string;
	endOn: string;
	frequency: string;
	filterCycleId: string;
	createdAt: string;
	lastSavedAt: string;
	tags: string[];
}

/** "the generated, published result". */
export interface Report {
	id: string;
	title: string;
	reportTaskId: string;
	templateId: string;
	createdAt: string;
	tags: string[];
	/** From when on the API shows it, in milliseconds since 1970; always when undefined. */
	showsAt?: number;
}

export const fileTypes = ['pdf', 'xlsx', 'csv'] as const;
export type FileType = (typeof fileTypes)[number];

/** One render job, and the file that it makes. */
export interface Job {
	id: string;
	report: Report;
	type: FileType;
	fileId: string;
	/** Milliseconds since 1970: when it is done. */
	doneAt: number;
	/** How often somebody asked for its state. */
	asked: number;
}

/** One request that somebody made to the API. */
export interface RecordedRequest {
	at: Date;
	method: string;
	/** Below the server's address, with the query: `/api/v1/reports?page=1`. */
	path: string;
	/** 0 when it was never answered. */
	status: number;
	/** Whether it bore an API key, and the right one. */
	key: 'right' | 'wrong' | 'none';
	/** The JSON that was sent. */
	body?: unknown;
}

/** One attempt to tell a callback URL. */
export interface CallbackAttempt {
	trigger: string;
	to: string;
	at: Date;
	/** The HTTP status of the answer; null when there was none. */
	status: number | null;
	error?: string;
	/** The beginning of the answer's body. */
	answer?: string;
	milliseconds: number;
}

/** Everything that the parts of one running sandbox share. */
export interface State {
	/** Scheme, host, port and path prefix. */
	url: string;
	/** Empty, or like `/reporting`. */
	pathPrefix: string;
	apiKey: string;
	knobs: Knobs;
	/** After so many requests the knob `api` turns itself back to `ok`. */
	troubleTimes: number;
	templates: Template[];
	tasks: ReportTask[];
	/** Oldest first. */
	reports: Report[];
	jobs: Map<string, Job>;
	/** Bytes of files by report and type, so that a file is the same each time. */
	files: Map<string, Promise<Buffer>>;
	preCallbackUrl?: string;
	postCallbackUrl?: string;
	callbackTimeoutMs: number;
	/** Where the knobs `redirect-away` and `other-origin` lead. */
	decoyUrl: string;
	pageSize: number;
	renderMs: number;
	taskMs: number;
	slowMs: number;
	/** What the knob value `late` means. */
	lateMs: number;
	/** Bytes that each file is larger than what is in it needs. */
	padding: number;
	requests: RecordedRequest[];
	callbacks: CallbackAttempt[];
	/** Work that goes on after the answer was given; close() waits for it. */
	background: Set<Promise<unknown>>;
	/** Fires when the sandbox closes. */
	closing: AbortSignal;
	log: (line: string) => void;
}
