import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8nRequestFailed, type N8nSession } from './n8nSession.mts';

/** A workflow as n8n's API takes it. What else an exported workflow holds is left out on the way. */
export interface WorkflowJson {
	name: string;
	nodes: Array<Record<string, unknown> & { name: string; type: string }>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

/** An execution as n8n's API gives it; `data` only if asked for. */
export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	finished: boolean;
	retryOf: string | null;
	data?: {
		resultData: {
			runData: RunData;
			error?: { message: string; description?: string | null };
			lastNodeExecuted?: string;
		};
	};
}

/** What each node did, by the node's name. */
export type RunData = Record<
	string,
	Array<{
		data?: { main: Array<ExecutionItem[] | null> };
		error?: { message: string };
		executionTime: number;
	}>
>;

/** One item on the canvas. */
export interface ExecutionItem {
	json: Record<string, unknown>;
	binary?: Record<string, { id?: string; fileName?: string; mimeType: string; bytes?: number }>;
}

/** What n8n says of a credential that it tried. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** The parts of n8n's REST API that the host uses, after the owner is logged in. */
export interface N8nApi {
	createCredential(credential: {
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<string>;
	/** As saved in the editor: what nodes read from then on. */
	updateCredential(
		id: string,
		credential: { name: string; type: string; data: Record<string, unknown> },
	): Promise<void>;
	testCredential(id: string): Promise<CredentialTest>;
	createWorkflow(workflow: WorkflowJson): Promise<string>;
	updateWorkflow(id: string, workflow: WorkflowJson): Promise<void>;
	/** As saved in the editor: the public API ignores some settings. */
	changeSettings(id: string, settings: Record<string, unknown>): Promise<void>;
	/** Returns when the workflow's triggers are live; fails with the trigger's own reason if one refuses. */
	publish(id: string): Promise<void>;
	unpublish(id: string): Promise<void>;
	/** Newest first. */
	executions(query: { workflowId: string; includeData?: boolean }): Promise<Execution[]>;
	execution(id: string): Promise<Execution>;
	/** How many executions of the workflow run at this moment; at most 250. */
	countRunning(workflowId: string): Promise<number>;
	/** As "Retry" in n8n's list of executions: returns when the new execution has ended. */
	retryExecution(id: string): Promise<void>;
	/** Oldest first, with data, when at least `count` executions of the workflow have ended. */
	waitForExecutions(workflowId: string, count: number, timeoutMs?: number): Promise<Execution[]>;
	downloadBinary(binaryId: string): Promise<Readable>;
	/** The names of all credential types that n8n loaded. */
	credentialTypes(): Promise<string[]>;
	/** The descriptions of all node types that n8n loaded. */
	nodeTypes(): Promise<Array<Record<string, unknown> & { name: string; version: number | number[] }>>;
}

const UNFINISHED = new Set(['new', 'running', 'waiting']);
const LIVE_WITHIN_MS = 30_000;

const onlyKnown = ({ name, nodes, connections, settings }: WorkflowJson) => ({
	name,
	nodes,
	connections,
	settings: settings ?? {},
});

/** n8n publishes in the background: its own answer comes before the webhooks are there, or refused. */
async function waitForTriggers(session: N8nSession, id: string): Promise<void> {
	const deadline = Date.now() + LIVE_WITHIN_MS;
	for (;;) {
		const { status, triggers } = await session.rest<{
			status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
			triggers: Array<{ status: string; errorMessage: string | null }>;
		}>('GET', `workflows/${id}/publication-status`);
		if (status === 'published') return;
		const refusal = triggers.find((trigger) => trigger.status === 'failed');
		if (refusal && status !== 'in_progress')
			throw new Error(`The workflow could not be published: ${refusal.errorMessage}`);
		if (Date.now() > deadline) throw new Error(`The workflow was not live after 30 s (${status})`);
		await sleep(50);
	}
}

/** Says whether n8n publishes; before 2.9 it activates, and answers when the triggers are live. */
async function publishes(session: N8nSession, id: string): Promise<boolean> {
	try {
		await session.publicApi('POST', `workflows/${id}/publish`);
		return true;
	} catch (error) {
		if (!(error instanceof N8nRequestFailed) || ![404, 405].includes(error.status)) throw error;
		await session.publicApi('POST', `workflows/${id}/activate`);
		return false;
	}
}

/** The API of the n8n that the session is logged in to. */
export function n8nApi(session: N8nSession): N8nApi {
	const api: N8nApi = {
		async createCredential(credential) {
			return (await session.rest<{ id: string }>('POST', 'credentials', credential)).id;
		},
		async updateCredential(id, credential) {
			await session.rest('PATCH', `credentials/${id}`, credential);
		},
		testCredential: (id) => session.publicApi('POST', `credentials/${id}/test`),
		async createWorkflow(workflow) {
			return (await session.publicApi<{ id: string }>('POST', 'workflows', onlyKnown(workflow))).id;
		},
		async updateWorkflow(id, workflow) {
			await session.publicApi('PUT', `workflows/${id}`, onlyKnown(workflow));
		},
		async changeSettings(id, settings) {
			await session.rest('PATCH', `workflows/${id}`, { settings });
		},
		async publish(id) {
			if (await publishes(session, id)) await waitForTriggers(session, id);
		},
		async unpublish(id) {
			await session.publicApi('POST', `workflows/${id}/unpublish`);
		},
		async executions({ workflowId, includeData = false }) {
			const found: Execution[] = [];
			let cursor: string | null = '';
			do {
				const query: string = new URLSearchParams({
					workflowId,
					limit: '100',
					includeData: String(includeData),
					...(cursor ? { cursor } : {}),
				}).toString();
				const page: { data: Execution[]; nextCursor: string | null } = await session.publicApi(
					'GET',
					`executions?${query}`,
				);
				found.push(...page.data);
				cursor = page.nextCursor;
			} while (cursor);
			return found;
		},
		async countRunning(workflowId) {
			const query = new URLSearchParams({ workflowId, status: 'running', limit: '250' });
			const page = await session.publicApi<{ data: unknown[] }>('GET', `executions?${query.toString()}`);
			return page.data.length;
		},
		execution: (id) => session.publicApi('GET', `executions/${id}?includeData=true`),
		async retryExecution(id) {
			await session.rest('POST', `executions/${id}/retry`, { loadWorkflow: false });
		},
		async waitForExecutions(workflowId, count, timeoutMs = 60_000) {
			const deadline = Date.now() + timeoutMs;
			for (;;) {
				const ended = (await api.executions({ workflowId })).filter(({ status }) => !UNFINISHED.has(status));
				if (ended.length >= count)
					return await Promise.all(ended.reverse().map(({ id }) => api.execution(id)));
				if (Date.now() > deadline)
					throw new Error(`${ended.length} of ${count} executions had ended after ${timeoutMs / 1000} s`);
				await sleep(100);
			}
		},
		async downloadBinary(binaryId) {
			const query = new URLSearchParams({ id: binaryId, action: 'download' });
			const response = await session.fetch('GET', `rest/binary-data?${query}`);
			return Readable.fromWeb(response.body as ReadableStream);
		},
		async credentialTypes() {
			const response = await session.fetch('GET', 'types/credentials.json');
			return ((await response.json()) as Array<{ name: string }>).map(({ name }) => name);
		},
		async nodeTypes() {
			const response = await session.fetch('GET', 'types/nodes.json');
			return (await response.json()) as Awaited<ReturnType<N8nApi['nodeTypes']>>;
		},
	};
	return api;
}
