import type { Payload } from './payload';
import type { Policy } from './policy';

/** The user's own filters. What has an unknown shape cannot be filtered and is selected. */
export function isSelected(payload: Payload, { workspaceIds, designIds }: Policy): boolean {
	if (payload.kind !== 'files') return true;
	const { entry, workspaceId, designId, files } = payload.said;
	const isEmpty = entry.hasFiles && files.length === 0;
	return !isEmpty && isAmong(workspaceId, workspaceIds) && isAmong(designId, designIds);
}

const isAmong = (id: string | undefined, wanted: readonly string[]) =>
	wanted.length === 0 || (id !== undefined && wanted.includes(id));
