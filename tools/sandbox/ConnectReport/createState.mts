import { randomBytes } from 'node:crypto';
import { createKnobs } from './knobs.mts';
import type { ConnectReportSandboxOptions } from './options.mts';
import { sampleContents } from './samples.mts';
import type { State } from './state.mts';

/** What a sandbox begins with. */
export function createState(options: ConnectReportSandboxOptions, closing: AbortSignal): State {
	const { templates, tasks } = options.empty ? { templates: [], tasks: [] } : sampleContents();
	return {
		url: '',
		pathPrefix: options.pathPrefix ?? '',
		apiKey: options.apiKey ?? makeApiKey(),
		knobs: createKnobs(),
		troubleTimes: Infinity,
		...{ templates, tasks, reports: [] },
		jobs: new Map(),
		files: new Map(),
		...(options.preCallbackUrl && { preCallbackUrl: options.preCallbackUrl }),
		...(options.postCallbackUrl && { postCallbackUrl: options.postCallbackUrl }),
		callbackTimeoutMs: options.callbackTimeoutMs ?? 30_000,
		decoyUrl: options.decoyUrl ?? 'http://decoy.invalid',
		pageSize: options.pageSize ?? 50,
		renderMs: options.renderMs ?? 0,
		taskMs: options.taskMs ?? 0,
		slowMs: options.slowMs ?? 3000,
		lateMs: options.lateMs ?? 1000,
		padding: options.padding ?? 0,
		requests: [],
		callbacks: [],
		background: new Set(),
		closing,
		log: options.log ?? (() => undefined),
	};
}

/** "Keys are called access tokens": what one looks like is not documented. */
const makeApiKey = () => randomBytes(24).toString('base64url');
