import type { BrowserStage } from './browserStage.mts';
import type { Person } from './person.mts';
import { listen, publish, readUrl, seeExecution } from './steps.mts';

/** What came of a walk with a trigger alone. */
export interface TriggerWalk {
	/** From the empty workflow to the event on the screen. */
	visible: Person['effort'];
	/** The dialog after publishing. */
	dialog: string;
}

/** Tries the trigger whose panel is open, and publishes it. `deliver` sends an event to the address that is shown. */
export async function tryAndPublish(
	{ editor, picture }: BrowserStage,
	me: Person,
	name: string,
	deliver: (shownUrl: string) => Promise<void>,
): Promise<TriggerWalk> {
	const testUrl = await readUrl(me, 'Test URL');
	await listen(me);
	await deliver(testUrl);
	await me.sees(me.part('output-panel').getByText('1 item').first());
	await editor.take(picture(`walk ${name} event`));
	const visible = { ...me.effort };

	const productionUrl = await readUrl(me, 'Production URL');
	await me.closePanel();
	const dialog = await publish(me);
	await deliver(productionUrl);
	await seeExecution(me);
	return { visible, dialog };
}
