import { createState } from './createState.mts';
import { describeCallback } from './describeCallback.mts';
import { turnKnobs } from './knobs.mts';
import type { ConnectReportSandbox, ConnectReportSandboxOptions } from './options.mts';
import { renderFile } from './renderFile.mts';
import { route } from './route.mts';
import { newReport, runTask } from './runTask.mts';
import { makeTask, makeTemplate } from './samples.mts';
import { makeServer } from './server.mts';
import type { State, Template } from './state.mts';
import { tell } from './tell.mts';

export { startDecoy, type Decoy } from '../ReportFlow/decoy.mts';
export type { Callback } from './describeCallback.mts';
export type { Knobs } from './knobs.mts';
export type { ConnectReportSandbox, ConnectReportSandboxOptions } from './options.mts';
export { readXlsx } from './readXlsx.mts';
export { rowsOf } from './renderFile.mts';
export { seedIds } from './samples.mts';
export { mediaTypes } from './sendFile.mts';
export type {
	CallbackAttempt,
	FileType,
	Job,
	RecordedRequest,
	Report,
	ReportTask,
	Template,
} from './state.mts';

/** Start a local stand-in for a ConnectReport server: its API, and its callbacks. */
export async function startConnectReportSandbox(
	options: ConnectReportSandboxOptions = {},
): Promise<ConnectReportSandbox> {
	const closing = new AbortController();
	const state = createState(options, closing.signal);
	turnKnobs(state.knobs, options.knobs ?? {});
	const server = await makeServer(options, (request, response) => void route(state, request, response));
	const listen = async (port: number) => {
		state.url = (await server.listen(port)) + state.pathPrefix;
	};
	await listen(options.port ?? 0);
	return makeSandbox(state, {
		caCertificate: server.caCertificate,
		goAway: server.goAway,
		comeBack: async () => await listen(Number(new URL(state.url).port)),
		async close() {
			closing.abort();
			await Promise.all([server.goAway(), idle(state)]);
		},
	});
}

async function idle({ background }: State): Promise<void> {
	while (background.size > 0) await Promise.all(background);
}

type Lifecycle = Pick<ConnectReportSandbox, 'caCertificate' | 'goAway' | 'comeBack' | 'close'>;

function makeSandbox(state: State, lifecycle: Lifecycle): ConnectReportSandbox {
	const { knobs, templates, tasks, reports, jobs, requests, callbacks } = state;
	const addTemplate = (change?: Partial<Template>) => {
		const template = makeTemplate(change);
		templates.push(template);
		return template;
	};
	return {
		get url() {
			return state.url;
		},
		get apiKey() {
			return state.apiKey;
		},
		...{ knobs, templates, tasks, reports, jobs, requests, callbacks },
		configure({ knobs: turned = {}, troubleTimes = Infinity, ...change }) {
			turnKnobs(knobs, turned);
			if (turned.api) state.troubleTimes = troubleTimes;
			Object.assign(state, change);
		},
		addTemplate,
		addTask(change = {}) {
			const template =
				templates.find(({ id }) => id === change.templateId) ??
				addTemplate({ ...(change.title && { title: change.title }) });
			const task = makeTask(template, change);
			tasks.push(task);
			return task;
		},
		run: (task, how) => runTask(state, task, how),
		callback: (task, { report = newReport(task), outcome } = {}) =>
			describeCallback(state, task, { report, ...(outcome && { outcome }) }),
		deliver: (to, callback, how) => tell(state, to, callback, how),
		file: (report, type) => renderFile(state, report, type),
		idle: () => idle(state),
		...lifecycle,
	};
}
