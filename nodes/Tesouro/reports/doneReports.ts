import type { IExecuteFunctions } from 'n8n-workflow';
import { inSlot } from '../../shared/memory/slots';

const knownText = (id: string) => `tesouro report ${id.toLowerCase()} known`;
const openText = (id: string) => `tesouro report ${id.toLowerCase()} open`;

/**
 * Which of these reports this workflow is not done with.
 *
 * n8n's helper can only ask *and* record in one step. So what is recorded is not that a report is done but that it is
 * open: a report that is known and not open is done. Whatever goes wrong on the way (a crash between two steps, an entry
 * that fell out of the list) leaves it open or makes it unknown: a report may come twice then, but it is never lost.
 */
export async function notDone(context: IExecuteFunctions, ids: string[]): Promise<Set<string>> {
	const open = new Set<string>();
	for (const id of ids) if (!(await isDone(context, id))) open.add(id);
	return open;
}

const isDone = async (context: IExecuteFunctions, id: string): Promise<boolean> =>
	await inSlot(context, knownText(id), async ({ row, textsAtMost }) => {
		const unseen = await row.record([knownText(id), openText(id)], textsAtMost);
		const done = !unseen.has(knownText(id)) && unseen.has(openText(id));
		if (done) await row.remove([openText(id)]);
		return done;
	});

/** Records that this workflow is done with the report. */
export const markReportDone = async (context: IExecuteFunctions, id: string): Promise<void> =>
	await inSlot(context, knownText(id), async ({ row, textsAtMost }) => {
		await row.record([knownText(id)], textsAtMost);
		await row.remove([openText(id)]);
	});
