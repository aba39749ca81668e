import type { Locator } from 'playwright-core';
import type { Effort } from './budgets.mts';
import type { BrowserStage } from './browserStage.mts';
import { Person } from './person.mts';
import { addTrigger, saveCredential, startWorkflow } from './steps.mts';

/** What came of the walk. */
export interface KeyWalk {
	/** From the empty workflow to the private key in the credential. */
	made: Effort;
	/** What the panel says to do next. */
	hint: string;
	/** The private key as n8n shows it. */
	privateKey: string;
}

/** Somebody without a key pair makes one: a credential with a passphrase alone, Generate, and the private key into the credential. */
export async function walkKey({ n8n, editor, picture }: BrowserStage): Promise<KeyWalk> {
	const me = new Person(editor.page);
	await startWorkflow(me, n8n);
	await addTrigger(me, { search: 'pgp', node: 'OpenPGP', event: 'Generate a key pair' });
	await me.click('Connect to OpenPGP Key');
	await me.type(me.field('passphrase'), 'correct horse battery staple');
	await saveCredential(me);
	await me.type(me.field('userName'), 'Example Ltd, reports');
	await me.click(me.part('node-execute-button'));
	const hints = me.part('run-data-hints').last();
	await hints.waitFor();
	const hint = await hints.innerText();
	await editor.take(picture('walk key generated'));

	await me.click(me.part('ndv-view-binary-data').nth(1));
	const shown = await frameWith(me, 'BEGIN PGP PRIVATE KEY BLOCK');
	// Into the text, to select and copy all of it.
	await me.click(me.page.locator('.binary-data-window'));
	const privateKey = await shown.innerText();
	await editor.take(picture('walk key shown'));

	await me.click(me.part('credential-edit-button'));
	await me.type(me.field('privateKeys'), privateKey);
	// A credential that was there before stays open after it is saved.
	await me.click(me.part('credential-save-button'));
	await me.sees('Connection tested successfully');
	await editor.take(picture('walk key kept'));
	await me.click(me.part('editCredential-modal').locator('.el-dialog__headerbtn'));
	return { made: { ...me.effort }, hint, privateKey };
}

/** The browser shows a text file in a frame of its own. */
async function frameWith(me: Person, text: string): Promise<Locator> {
	const deadline = Date.now() + 30_000;
	while (Date.now() < deadline) {
		for (const frame of me.page.frames().slice(1)) {
			const body = frame.locator('body');
			if ((await body.innerText().catch(() => '')).includes(text)) return body;
		}
		await me.page.waitForTimeout(200);
	}
	throw new Error(
		`No frame shows "${text}": ${me.page
			.frames()
			.map((frame) => frame.url())
			.join(', ')}`,
	);
}
