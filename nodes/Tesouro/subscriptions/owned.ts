import type { IHookFunctions } from 'n8n-workflow';
import { z } from '../../shared/vendor/zod';
import type { Owned } from './plan';
import type { Subscription } from './subscription';

const Record = z.object({
	instanceId: z.string(),
	entries: z.array(
		z.object({ id: z.string(), eventType: z.string(), url: z.string(), mtlsEnabled: z.boolean().optional() }),
	),
});

const KEY = 'subscriptions';

/**
 * The subscriptions that this trigger remembers, from the node's static data. What another n8n remembered is not ours: a
 * workflow that was copied there must not take the subscriptions of the first one away.
 */
export function readOwned(context: IHookFunctions): Owned[] {
	const record = Record.safeParse(context.getWorkflowStaticData('node')[KEY]);
	return record.success && record.data.instanceId === context.getInstanceId() ? record.data.entries : [];
}

/** n8n saves this after `checkExists` and `create` went well, and after `delete`; what is unchanged is left alone. */
export function remember(context: IHookFunctions, subscriptions: Subscription[]): void {
	const entries = subscriptions.flatMap(({ id, eventType, url, mtlsEnabled }) =>
		url === undefined ? [] : [{ id, eventType, url, ...(mtlsEnabled !== undefined && { mtlsEnabled }) }],
	);
	const record = { instanceId: context.getInstanceId(), entries };
	const data = context.getWorkflowStaticData('node');
	if (JSON.stringify(data[KEY]) !== JSON.stringify(record)) data[KEY] = record;
}
