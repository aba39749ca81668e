import { join } from 'node:path';
import type { N8n } from '../../tools/host/n8n.mts';
import type { Person } from './person.mts';

/** What a person does in n8n again and again. */

/** An empty workflow on the screen. Not counted: n8n opens with one. */
export async function startWorkflow(me: Person, { url }: N8n): Promise<void> {
	await me.page.goto(`${url}/workflow/new`);
	await me.sees(me.part('canvas-plus-button'));
}

/** Adds the first step: searches, chooses the node, then the event. Its panel is open after that. */
export async function addTrigger(
	me: Person,
	{ search, node, event }: { search: string; node: string; event: string },
): Promise<void> {
	await me.click(me.part('canvas-plus-button'));
	await me.sees(me.part('node-creator-search-bar'));
	await me.typeHere(search);
	await me.click(me.part('node-creator-item-name').getByText(node, { exact: true }));
	await me.click(event);
	await me.sees(me.part('ndv'));
}

/** Imports one of the workflows in examples/ through the menu. */
export async function importExample(me: Person, name: string): Promise<void> {
	await me.click(me.part('workflow-menu'));
	await me.page.getByText('Import', { exact: true }).hover();
	const choosing = me.page.waitForEvent('filechooser');
	await me.click('From file');
	await (await choosing).setFiles(join(process.cwd(), 'examples', `${name}.json`));
	await me.sees(me.part('canvas-node').first());
}

/** Chooses from a list of a panel or a credential. */
export async function choose(me: Person, field: string, option: string): Promise<void> {
	await me.click(me.part(`parameter-input-${field}`));
	await me.click(me.page.getByText(option, { exact: true }).locator('visible=true').last());
}

/** Saves the credential, which tests it: the dialog closes when the test is green. */
export async function saveCredential(me: Person): Promise<void> {
	await me.click(me.part('credential-save-button'));
	await me.part('editCredential-modal').waitFor({ state: 'hidden' });
}

/** Saves a credential that was there before: n8n tests it, and leaves the dialog open. */
export async function saveChanges(me: Person): Promise<void> {
	const dialog = me.part('editCredential-modal');
	await me.click(me.part('credential-save-button'));
	await me.sees(dialog.getByText('Saved', { exact: true }));
	await me.sees(dialog.getByText('Connection tested successfully'));
	await me.click(dialog.locator('.el-dialog__headerbtn'));
	await dialog.waitFor({ state: 'hidden' });
}

/** The address in the open panel of a trigger, as a person reads it there. */
export async function readUrl(me: Person, which: 'Test URL' | 'Production URL'): Promise<string> {
	const title = me.page.getByTitle('Click to display webhook URLs');
	if (await title.isVisible()) await me.click(title);
	if (which === 'Production URL') await me.click(me.part('radio-button-production'));
	const path = which === 'Test URL' ? /^https?:\/\/\S+\/webhook-test\// : /^https?:\/\/\S+\/webhook\//;
	return await me.part('ndv').getByText(path).first().innerText();
}

/** Executes the step whose panel is open, and returns when it listens. */
export async function listen(me: Person): Promise<void> {
	await me.click(me.part('node-execute-button'));
	await me.sees(me.page.getByText('Listening for').first());
}

/** Listens with the trigger `name`, by the button that n8n shows beside each trigger of several when the pointer is on it. */
export async function executeFrom(me: Person, name: string): Promise<void> {
	await me.node(name).hover();
	await me.click(me.part(`execute-workflow-button-${name}`));
}

/** From the open panel to that of the node that follows, by its icon at the edge. */
export async function nextPanel(me: Person, name: string): Promise<void> {
	await me.click(me.page.locator(`[data-test-id="floating-node"][data-node-name="${name}"]`));
}

/** Publishes, and returns what the dialog says then. */
export async function publish(me: Person): Promise<string> {
	await me.click(me.part('workflow-open-publish-modal-button'));
	await me.click(me.page.getByRole('dialog').getByRole('button', { name: 'Publish' }));
	const dialog = me.page.getByRole('dialog').filter({ hasText: 'Workflow published' });
	await me.sees(dialog);
	const text = await dialog.innerText();
	await me.click(dialog.getByRole('button', { name: 'Got it' }));
	return text;
}

/** Looks into the list of executions until `count` have succeeded, the live one last. The newest is shown beside the list. */
export async function seeExecution(me: Person, count = 2, look?: () => Promise<void>): Promise<void> {
	await me.click(me.part('radio-button-executions'));
	await me.sees(me.page.getByText(/^Succeeded/).nth(count));
	await look?.();
	await me.click(me.part('radio-button-workflow'));
}
