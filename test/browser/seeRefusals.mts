import type { BrowserStage } from './browserStage.mts';
import type { Person } from './person.mts';
import { listen, readUrl } from './steps.mts';

/** What somebody sees of deliveries that are refused. */
export interface SeenRefusals {
	/** What the panel says when a test listen was ended by one. */
	error: string;
	/** The newest entries of the list Recent Deliveries. */
	recent: string[];
}

/** Has a delivery refused while the only trigger on the canvas listens, and opens the list in its options. */
export async function seeRefusals(
	{ editor, picture }: BrowserStage,
	me: Person,
	deliverWrong: (shownUrl: string) => Promise<void>,
): Promise<SeenRefusals> {
	await me.open(me.part('canvas-node').first());
	const testUrl = await readUrl(me, 'Test URL');
	await listen(me);
	await deliverWrong(testUrl);
	const shown = me.part('output-panel').getByText(/refused with 401/);
	await me.sees(shown.first());
	const error = await shown.first().innerText();
	await editor.take(picture('refused test listen'));

	await me.click(me.part('node-parameters').getByPlaceholder('Add option').last());
	await me.click(
		me.page.getByText('Recent Deliveries Name or ID', { exact: true }).locator('visible=true').last(),
	);
	// A list that is opened while n8n still reads it closes again.
	await me.page.waitForLoadState('networkidle');
	await me.click(me.part('parameter-input-recentDeliveries'));
	const entries = me.page.getByText(/^\d{4}-\d\d-\d\dT[\d:]+Z, \d{3}: /).locator('visible=true');
	await me.sees(entries.first());
	await editor.take(picture('recent deliveries'));
	const recent = await entries.allInnerTexts();
	await me.page.keyboard.press('Escape');
	await me.closePanel();
	return { error, recent };
}
