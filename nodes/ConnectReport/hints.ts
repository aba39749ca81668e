import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fileSize } from '../shared/files/fileSize';
import type { Hint } from '../shared/run/hints';
import { notesOf } from './reports/notes';

/** How the report of an event was found, where that leaves a doubt. */
export const foundHints = (_items: INodeExecutionData[], context: IExecuteFunctions): Hint[] =>
	notesOf(context).map((message) => ({ message, type: 'warning' }));

export function exportHints(items: INodeExecutionData[], context: IExecuteFunctions): Hint[] {
	const files = items.map(({ json }) => json.file as { bytes?: number } | undefined);
	const bytes = files.reduce((total, file) => total + (file?.bytes ?? 0), 0);
	const count = files.length === 1 ? '1 report' : `${files.length} reports`;
	const exported: Hint = { message: `${count} exported, ${fileSize(bytes)}`, type: 'info' };
	return [...(files.length > 0 ? [exported] : []), ...foundHints(items, context)];
}
