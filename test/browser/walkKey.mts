import { readFile } from 'node:fs/promises';
import { readKey } from 'openpgp';
import type { Locator } from 'playwright-core';
import type { RecipientKey } from '../../tools/host/recipientKey.mts';
import type { Effort } from './budgets.mts';
import type { BrowserStage } from './browserStage.mts';
import type { Action } from './minutes.mts';
import { Person } from './person.mts';
import { importExample, saveCredential, startWorkflow } from './steps.mts';

/** What came of the walk. */
export interface KeyWalk {
	/** From the empty workflow to the public half downloaded and the private half on the screen, to be copied. */
	made: Effort;
	actions: Action[];
	/** What the panel says to do next. */
	hint: string;
	/** The pair as n8n shows it. */
	key: RecipientKey;
}

/** Somebody without a key pair makes one: imports the example, makes a credential with a passphrase alone, and looks at the halves. */
export async function walkKey({ n8n, editor, picture }: BrowserStage): Promise<KeyWalk> {
	const me = new Person(editor.page);
	await startWorkflow(me, n8n);
	await importExample(me, 'openpgp-make-key-pair');
	await me.open(me.node('Make a key pair'));
	await me.click('Connect to OpenPGP Key');
	const passphrase = 'correct horse battery staple';
	await me.type(me.field('passphrase'), passphrase);
	await saveCredential(me);
	await me.click(me.part('node-execute-button'));
	const hints = me.part('run-data-hints').last();
	await me.sees(hints);
	const hint = await hints.innerText();
	await editor.take(picture('walk key generated'));

	const downloading = me.page.waitForEvent('download');
	await me.click(me.part('ndv-download-binary-data').first());
	const publicKey = await readFile(await (await downloading).path(), 'utf8');
	await me.click(me.part('ndv-view-binary-data').nth(1));
	const shown = await frameWith(me, 'BEGIN PGP PRIVATE KEY BLOCK');
	// Into the text, to select and copy all of it.
	await me.click(me.page.locator('.binary-data-window'));
	const privateKey = await shown.innerText();
	const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
	const key = { publicKey, privateKey, passphrase, fingerprint };
	await editor.take(picture('walk key shown'));
	return { made: { ...me.effort }, actions: me.actions, hint, key };
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
