import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserStage } from './browserStage.mts';
import { Person } from './person.mts';
import { importExample, startWorkflow } from './steps.mts';

/** An example after it was imported through the menu. */
export interface Imported {
	name: string;
	/** Nodes that n8n marks as not ready, but for a credential that is to be chosen. */
	red: string[];
	/** Nodes that n8n does not know. */
	unknown: number;
}

const examples = readdirSync(join(process.cwd(), 'examples'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.slice(0, -'.json'.length));

/** Imports every example, and looks at its nodes. */
export async function importExamples({ n8n, editor, picture }: BrowserStage): Promise<Imported[]> {
	const imported: Imported[] = [];
	for (const name of examples) {
		const me = new Person(editor.page);
		await startWorkflow(me, n8n);
		await importExample(me, name);
		await editor.page.waitForLoadState('networkidle');
		await editor.take(picture(`example ${name}`));
		const red: string[] = [];
		for (const node of await me.part('canvas-node').all()) {
			const issue = node.locator('[data-test-id="node-issues"]');
			if ((await issue.count()) === 0) continue;
			await issue.first().hover();
			const title = editor.page.getByText('Issues', { exact: true }).last();
			const reason = (await title.locator('xpath=..').innerText()).replace(/\s+/g, ' ');
			if (!/credential/i.test(reason)) red.push(`${await node.getAttribute('data-node-name')}: ${reason}`);
		}
		imported.push({ name, red, unknown: await editor.page.getByText('?', { exact: true }).count() });
	}
	return imported;
}
