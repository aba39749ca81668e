const lastInLine = new Map<string, Promise<unknown>>();

/** Jobs under one key run one after another, in this process: for what reads, decides and writes without a lock. */
export async function inTurn<Result>(line: string, work: () => Promise<Result>): Promise<Result> {
	const turn = (lastInLine.get(line) ?? Promise.resolve()).then(work);
	const settled = turn.catch(() => undefined);
	lastInLine.set(line, settled);
	try {
		return await turn;
	} finally {
		if (lastInLine.get(line) === settled) lastInLine.delete(line);
	}
}
