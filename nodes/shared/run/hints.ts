import type { INodeExecutionData } from 'n8n-workflow';

/** A line in the panel of the node after a run. */
export interface Hint {
	message: string;
	type: 'info' | 'warning';
}

/** An item that failed goes on as it came ("continue on fail"), and may hold anything under the names that hints read. */
export const succeeded = (items: INodeExecutionData[]): INodeExecutionData[] =>
	items.filter(({ json, error }) => error === undefined && json.error === undefined);

/** Hints are shown as HTML, and a name is what somebody made it: `Name <address>`, or worse. */
export const withoutHtml = (text: string): string =>
	text.replace(/</g, '(').replace(/>/g, ')').replace(/[&"']/g, '');
