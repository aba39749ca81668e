import type { IWebhookFunctions } from 'n8n-workflow';
import { isWaitedFor } from '../facts';
import type { Completed, Payload } from './payload';

/** The user's own filters. What has an unknown shape cannot be filtered and is selected. */
export function isSelected(context: IWebhookFunctions, payload: Payload): boolean {
	if (payload.kind !== 'completed') return true;
	const { workspaceId, designId, files } = payload.completed;
	return (
		isAmong(workspaceId, listOption(context, 'workspaceIds')) &&
		isAmong(designId, listOption(context, 'designIds')) &&
		!(ignoresWaitedFor(context) && files.every(({ passthrough }) => isWaitedFor(passthrough)))
	);
}

/** Without the files that a ReportFlow node of this package waited for, where the user wants that. */
export function withoutWaitedFor(context: IWebhookFunctions, completed: Completed): Completed {
	if (!ignoresWaitedFor(context)) return completed;
	return { ...completed, files: completed.files.filter(({ passthrough }) => !isWaitedFor(passthrough)) };
}

const ignoresWaitedFor = (context: IWebhookFunctions) =>
	context.getNodeParameter('options.ignoreWaitedFor', false) === true;

const listOption = (context: IWebhookFunctions, name: string) =>
	String(context.getNodeParameter(`options.${name}`, '') ?? '')
		.split(',')
		.map((id) => id.trim())
		.filter((id) => id !== '');

const isAmong = (id: string | undefined, wanted: string[]) =>
	wanted.length === 0 || (id !== undefined && wanted.includes(id));
