import { makeRunFolder, removeRunFolder } from './host.mts';

/** Takes something that has started, or is starting: it ends with the rest. */
export type Keep = <Started extends { close(): Promise<void> }>(
	starting: Started | Promise<Started>,
) => Promise<Started>;

/**
 * Starts things that belong together, in a new folder of their own. `close` ends them, the last one first, and deletes the
 * folder. A start that fails half-way does the same.
 */
export async function startTogether<Stage extends object>(
	start: (folder: string, keep: Keep) => Promise<Stage>,
): Promise<Stage & { close(): Promise<void> }> {
	const folder = await makeRunFolder();
	const closers = [async () => await removeRunFolder(folder)];
	const close = async () => {
		for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
	};
	const keep: Keep = async (starting) => {
		const started = await starting;
		closers.push(async () => await started.close());
		return started;
	};
	try {
		return { ...(await start(folder, keep)), close };
	} catch (error) {
		await close();
		throw error;
	}
}
