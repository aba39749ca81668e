import { randomUUID } from 'node:crypto';
import type { ReportTask, Template } from './state.mts';

/** The IDs of the seed document's example. */
export const seedIds = {
	id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
	reportTaskId: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
	templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c',
	filterCycleId: '487a5c2f-fcae-4ad1-9bfa-444140818446',
} as const;

/** The markup of a template: "can be large and holds business content". */
export const templateHtml = (title: string, bytes = 0) =>
	`<div class="report-master-meta"><h1>${title}</h1><p>Margin by customer, confidential</p>${'<p>&nbsp;</p>'.repeat(
		Math.ceil(bytes / 13),
	)}</div>`;

/** A new template. */
export function makeTemplate(change: Partial<Template> = {}): Template {
	const title = change.title ?? 'Sales overview';
	return { id: randomUUID(), title, tags: [], html: templateHtml(title), ...change };
}

/** A new task of a template, with dates as in the seed document's example. */
export function makeTask(template: Template, change: Partial<ReportTask> = {}): ReportTask {
	return {
		id: randomUUID(),
		otherId: randomUUID(),
		title: template.title,
		templateId: template.id,
		startOn: '2020-01-12T00:55:32.941Z',
		endOn: '2021-01-12T00:55:32.941Z',
		frequency: 'Monthly',
		filterCycleId: seedIds.filterCycleId,
		createdAt: '2020-01-12T00:51:07.536Z',
		lastSavedAt: '2020-01-12T00:51:07.659Z',
		tags: [],
		...change,
	};
}

/** What somebody has on a small server: the task of the seed document, and another. */
export function sampleContents(): { templates: Template[]; tasks: ReportTask[] } {
	const sales = makeTemplate({ id: seedIds.templateId, title: 'Weekly sales overview' });
	const stock = makeTemplate({ title: 'Stock by warehouse' });
	const weekly = makeTask(sales, { id: seedIds.reportTaskId, otherId: seedIds.id, tags: ['sales'] });
	const daily = makeTask(stock, { frequency: 'Daily', tags: ['stock', 'operations'] });
	return { templates: [sales, stock], tasks: [weekly, daily] };
}
