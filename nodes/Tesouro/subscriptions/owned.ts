import type { IHookFunctions } from 'n8n-workflow';
import { z } from '../../shared/vendor/zod';
import type { Owned } from './plan';
import type { Subscription } from './subscription';

const Record = z.object({
	instanceId: z.string(),
	workflowId: z.string(),
	nodeId: z.string(),
	entries: z.array(
		z.object({ id: z.string(), eventType: z.string(), url: z.string(), mtlsEnabled: z.boolean().optional() }),
	),
});

const KEY = 'subscriptions';

/**
 * The subscriptions that this trigger remembers, from the node's static data. What another trigger remembered is not
 * ours: neither a copy of the workflow, here or in another n8n, nor a new node may take the subscriptions of the first
 * one away. n8n keeps static data under the name of the node, which a new node can have after the old one was renamed.
 */
export function readOwned(context: IHookFunctions): Owned[] {
	const record = Record.safeParse(context.getWorkflowStaticData('node')[KEY]);
	if (!record.success) return [];
	const { entries, ...owner } = record.data;
	return JSON.stringify(owner) === JSON.stringify(ownerOf(context)) ? entries : [];
}

/** n8n saves this after `checkExists` and `create` went well, and after `delete`; what is unchanged is left alone. */
export function remember(context: IHookFunctions, subscriptions: Subscription[]): void {
	const entries = subscriptions.flatMap(({ id, eventType, url, mtlsEnabled }) =>
		url === undefined ? [] : [{ id, eventType, url, ...(mtlsEnabled !== undefined && { mtlsEnabled }) }],
	);
	const record = { ...ownerOf(context), entries };
	const data = context.getWorkflowStaticData('node');
	if (JSON.stringify(data[KEY]) !== JSON.stringify(record)) data[KEY] = record;
}

const ownerOf = (context: IHookFunctions) => ({
	instanceId: context.getInstanceId(),
	workflowId: String(context.getWorkflow().id),
	nodeId: context.getNode().id,
});
