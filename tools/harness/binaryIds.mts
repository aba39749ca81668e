import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, IRun } from 'n8n-workflow';

import { Container } from './container.mts';

/** Moves what `webhook()` stored, before there was an execution, to the folder of the execution. */
export async function restoreBinaryIds(run: IRun, executionId: string): Promise<void> {
	const byFile = new Map<string, IBinaryData[]>();
	for (const binary of binariesOf(run)) {
		const [, fileId] = binary.id?.split(':') ?? [];
		if (!fileId?.includes('/temp/')) continue;
		byFile.set(fileId, [...(byFile.get(fileId) ?? []), binary]);
	}
	for (const [fileId, binaries] of byFile) {
		const moved = fileId.replace('/temp/', `/${executionId}/`);
		await Container.get(BinaryDataService).rename(fileId, moved);
		for (const binary of binaries) binary.id = binary.id?.replace(fileId, moved);
	}
}

function binariesOf(run: IRun): IBinaryData[] {
	return Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.data?.main ?? [])
		.flatMap((items) => items ?? [])
		.flatMap((item) => Object.values(item.binary ?? {}));
}
