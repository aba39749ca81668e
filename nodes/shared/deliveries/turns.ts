/** Who is at work, and who waits, for each owner. */
interface Line {
	atWork: number;
	waiting: Array<() => void>;
}

const lines = new Map<string, Line>();

/**
 * Takes a turn, in the order of asking; to be given back by the function that it resolves with. Undefined when the line
 * is too long, or the signal fired before one's turn came.
 */
export async function takeTurn(
	owner: string,
	{ atOnce, inLine }: { atOnce: number; inLine: number },
	signal: AbortSignal,
): Promise<(() => void) | undefined> {
	const line = lines.get(owner) ?? { atWork: 0, waiting: [] };
	if (line.waiting.length >= inLine || signal.aborted) return undefined;
	lines.set(owner, line);
	if (line.atWork < atOnce) line.atWork++;
	else if (!(await isCalled(line, signal))) return undefined;
	return () => {
		const next = line.waiting.shift();
		if (next !== undefined) return next();
		line.atWork--;
		if (line.atWork === 0) lines.delete(owner);
	};
}

/** The one that leaves passes the turn to the first that waits. */
const isCalled = async (line: Line, signal: AbortSignal): Promise<boolean> =>
	await new Promise((resolve) => {
		const call = () => {
			signal.removeEventListener('abort', giveUp);
			resolve(true);
		};
		const giveUp = () => {
			line.waiting = line.waiting.filter((other) => other !== call);
			resolve(false);
		};
		line.waiting.push(call);
		signal.addEventListener('abort', giveUp, { once: true });
	});
