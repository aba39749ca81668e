import type { OwnRow } from './ownRow';
import { untilWritten } from './untilWritten';

/**
 * Which of these texts a row holds. n8n's helper can only ask *and* record in one step, so what was recorded by asking is taken
 * out again, also when the database goes away in between. Until then the caller keeps the others out, so nobody reads what
 * does not belong there. If n8n ends between the two steps, all of them stay: a text must therefore never mean something
 * whose mere presence loses an event.
 */
export async function knownOf(row: OwnRow, texts: readonly string[]): Promise<Set<string>> {
	const unseen = await row.record(texts);
	await untilWritten(async () => await row.remove([...unseen]));
	return new Set(texts.filter((text) => !unseen.has(text)));
}
