import { readFile } from 'node:fs/promises';
import { readKey } from 'openpgp';
import type { Locator } from 'playwright-core';
import type { RecipientKey } from '../../tools/host/recipientKey.mts';
import type { Effort } from './budgets.mts';
import type { BrowserStage } from './browserStage.mts';
import type { Person } from './person.mts';
import { saveChanges } from './steps.mts';

/** What came of making a key pair. */
export interface MadeKey {
	/** From the canvas back to the canvas: the public half downloaded, the private half in the credential. */
	effort: Effort;
	/** What the panel says to do next. */
	hint: string;
	/** The pair as n8n shows it. */
	key: RecipientKey;
}

/** Executes "Make a key pair" on the canvas, with the `passphrase` of its credential, downloads one half and pastes the other into it. */
export async function makeKey(
	{ editor, picture }: BrowserStage,
	me: Person,
	passphrase: string,
): Promise<MadeKey> {
	const before = { ...me.effort };
	await me.open(me.node('Make a key pair'));
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
	await editor.take(picture('walk key shown'));

	await me.click(me.part('ndv').locator('[data-test-id="credential-edit-button"]'));
	await me.type(me.field('privateKeys'), privateKey);
	await editor.take(picture('walk key in the credential'));
	await saveChanges(me);
	await me.closePanel();
	const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
	const effort = {
		clicks: me.effort.clicks - before.clicks,
		typed: me.effort.typed - before.typed,
	};
	return { effort, hint, key: { publicKey, privateKey, passphrase, fingerprint } };
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
