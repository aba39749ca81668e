import type { ServerResponse } from 'node:http';
import { describeTask } from './describe.mts';
import { sendOne } from './envelope.mts';
import { inBackground, runTask } from './runTask.mts';
import { makeTask } from './samples.mts';
import { sendError } from './sendError.mts';
import type { State } from './state.mts';

/**
 * `createReportTask({ templateId, at, enabled, frequency, title })`. "Run now" is `frequency: "Once - now"`, `enabled: true`.
 * Nobody documents what is refused; "Authors can create and schedule report tasks but not enable them".
 */
export function createTask(state: State, response: ServerResponse, body: unknown): void {
	const { templateId, at, enabled, frequency, title } = Object(body) as Record<string, unknown>;
	const template = state.templates.find(({ id }) => id === templateId);
	if (typeof templateId !== 'string') return sendError(state, response, 400, 'templateId is required');
	if (!template) return sendError(state, response, 404, 'Template not found');
	if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) {
		return sendError(state, response, 400, 'at must be a date');
	}
	if (typeof frequency !== 'string') return sendError(state, response, 400, 'frequency is required');
	if (enabled === true && state.knobs.createTask === 'forbidden') {
		return sendError(state, response, 403, 'You are not allowed to enable report tasks');
	}
	const now = new Date().toISOString();
	const task = makeTask(template, {
		...(typeof title === 'string' && title !== '' && { title }),
		...{ frequency, startOn: at, endOn: at, createdAt: now, lastSavedAt: now, tags: template.tags },
	});
	state.tasks.push(task);
	if (enabled === true && frequency === 'Once - now') inBackground(state, runTask(state, task));
	if (state.knobs.createTask === 'lost-answer') {
		response.destroy();
		return;
	}
	sendOne(state, response, describeTask(state, task), { name: 'reportTask', status: 201 });
}
