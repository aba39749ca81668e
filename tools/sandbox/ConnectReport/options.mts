import type { Callback } from './describeCallback.mts';
import type { Knobs } from './knobs.mts';
import type { RunOptions } from './runTask.mts';
import type {
	CallbackAttempt,
	FileType,
	Job,
	RecordedRequest,
	Report,
	ReportTask,
	State,
	Template,
} from './state.mts';
import type { TellOptions } from './tell.mts';

export interface ConnectReportSandboxOptions {
	/** 0 takes a free port. */
	port?: number;
	/** Where the server lies below its host, like `/reporting`. */
	pathPrefix?: string;
	apiKey?: string;
	/** Plain HTTP, a certificate that vouches for itself, or one of an authority that nobody knows. */
	tls?: 'none' | 'self-signed' | 'own-authority';
	/** Names in the certificate. */
	tlsNames?: string[];
	preCallbackUrl?: string;
	postCallbackUrl?: string;
	/** No source says how long the server waits for an answer. */
	callbackTimeoutMs?: number;
	/** Where knobs lead that lead away. */
	decoyUrl?: string;
	/** How many reports a page of a list has; no source says. */
	pageSize?: number;
	/** How long a render job takes. */
	renderMs?: number;
	/** How long a task takes. */
	taskMs?: number;
	/** What the knob value `slow` means. */
	slowMs?: number;
	/** What the knob value `late` means. */
	lateMs?: number;
	/** Bytes that each file is larger. */
	padding?: number;
	/** True starts without the sample templates and tasks. */
	empty?: boolean;
	knobs?: Partial<Knobs>;
	/** One line for each request and each callback; no keys. */
	log?: (line: string) => void;
}

/** What can be changed while it runs. */
export type Change = Partial<
	Pick<
		State,
		'preCallbackUrl' | 'postCallbackUrl' | 'padding' | 'renderMs' | 'taskMs' | 'apiKey' | 'pageSize'
	>
> & {
	knobs?: Partial<Knobs>;
	/** The knob `api` as set now holds for so many requests; without, for all. */
	troubleTimes?: number;
};

export interface ConnectReportSandbox {
	/** The server's address, path prefix included, as a credential holds it. */
	readonly url: string;
	readonly apiKey: string;
	/** What to trust, in PEM; undefined with plain HTTP. */
	readonly caCertificate: string | undefined;
	knobs: Knobs;
	templates: Template[];
	tasks: ReportTask[];
	reports: Report[];
	jobs: Map<string, Job>;
	requests: RecordedRequest[];
	callbacks: CallbackAttempt[];
	configure(change: Change): void;
	addTemplate(template?: Partial<Template>): Template;
	/** Of a template of its own, unless `templateId` names one. */
	addTask(task?: Partial<ReportTask>): ReportTask;
	/** Runs a task with its callbacks; see {@link RunOptions}. */
	run(task: ReportTask, options?: RunOptions): Promise<Report | undefined>;
	/** What a callback of a task says: *pre* without an outcome, *post* with one. */
	callback(task: ReportTask, how?: { report?: Report; outcome?: { error?: string } }): Callback;
	/** Sends a callback, or any bytes, to a URL. */
	deliver(to: string, callback: Callback | Buffer, options?: TellOptions): Promise<CallbackAttempt[]>;
	/** The bytes of a report as this server hands them out. */
	file(report: Report, type: FileType): Promise<Buffer>;
	/** Nobody listens any more. */
	goAway(): Promise<void>;
	/** Listens again, on the same port, with all that it knew. */
	comeBack(): Promise<void>;
	/** When nothing goes on any more. */
	idle(): Promise<void>;
	close(): Promise<void>;
}
