import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fileSize } from '../shared/files/fileSize';
import { notesOf } from './reports/notes';

/** Says in the panel of the node what a run did where the items themselves do not show it at once. */
export function addHints(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	const exported = exportHint(items);
	if (exported !== undefined) {
		context.addExecutionHints({ message: exported, type: 'info', location: 'outputPane' });
	}
	for (const message of notesOf(context)) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}

/** Undefined when nothing was exported. */
export function exportHint(items: INodeExecutionData[]): string | undefined {
	const files = items
		.filter(
			({ json, error }) => error === undefined && json.error === undefined && json.exported !== undefined,
		)
		.map(({ json }) => json.file as { bytes?: number } | undefined);
	if (files.length === 0) return undefined;
	const bytes = files.reduce((total, file) => total + (file?.bytes ?? 0), 0);
	return `${files.length === 1 ? '1 report' : `${files.length} reports`} exported, ${fileSize(bytes)}`;
}
