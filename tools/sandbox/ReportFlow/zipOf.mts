import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxRequest, State } from './state.mts';
import { zipFiles } from './zipFiles.mts';

/** Where the ZIP of a request lies, made when it is first asked for. */
export async function zipOf(state: State, request: SandboxRequest): Promise<string> {
	const { zip: knob } = state.knobs;
	const name = `${request.requestId} ${knob}`;
	const made = state.zips.get(name) ?? makeZip(state, request, knob, `${name}.zip`);
	state.zips.set(name, made);
	return made;
}

async function makeZip(
	state: State,
	{ files }: SandboxRequest,
	knob: State['knobs']['zip'],
	name: string,
): Promise<string> {
	state.zipFolder ??= mkdtemp(join(tmpdir(), 'reportflow-sandbox-'));
	const path = join(await state.zipFolder, name);
	await zipFiles(files, knob, path);
	return path;
}

export async function removeZips({ zipFolder, zips }: State): Promise<void> {
	await Promise.allSettled(zips.values());
	if (zipFolder) await rm(await zipFolder, { recursive: true, force: true });
}
