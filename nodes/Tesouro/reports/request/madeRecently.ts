/** So long a new request may take to show in Tesouro's list: our reading. */
const LAG_MS = 2 * 60 * 1000;
const REMEMBERED_AT_MOST = 1_000;

/** What this process asked for a short while ago, by client and tag; oldest first. */
const made = new Map<string, { requestId: string; at: number }>();

/** The request that was made with this tag so shortly ago that the list may not show it yet. */
export function madeRecently(identity: string, tag: string, now = Date.now()): string | undefined {
	const entry = made.get(nameOf(identity, tag));
	return entry !== undefined && now - entry.at <= LAG_MS ? entry.requestId : undefined;
}

export function rememberMade(identity: string, tag: string, requestId: string, now = Date.now()): void {
	const name = nameOf(identity, tag);
	made.delete(name);
	made.set(name, { requestId, at: now });
	for (const [oldest, { at }] of made) {
		if (now - at <= LAG_MS && made.size <= REMEMBERED_AT_MOST) return;
		made.delete(oldest);
	}
}

const nameOf = (identity: string, tag: string) => JSON.stringify([identity, tag]);
