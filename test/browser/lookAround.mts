import type { BrowserStage } from './browserStage.mts';
import { makeCredentials } from './credentials.mts';
import { panelSets } from './panels.mts';
import { readWords } from './words.mts';

/** The panel of a trigger on a dark, narrow screen, and by the keyboard alone. */
export interface Look {
	/** Words that are on the narrow screen and are cut off at its edge. */
	isCut: boolean;
	/** The fields that Tab reaches, in its order. */
	tabbed: string[];
}

const NARROW = { width: 1100, height: 800 };

export async function lookAround(stage: BrowserStage): Promise<Look> {
	const { n8n, editor, picture } = stage;
	const { page } = editor;
	const { name, nodes } = panelSets(await makeCredentials(stage))[0]!;
	const workflowId = await n8n.createWorkflow({ name, nodes, connections: {} });
	const usual = page.viewportSize()!;
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize(NARROW);
	await editor.openWorkflow(`${n8n.url}/workflow/${workflowId}`);
	await editor.take(picture('dark canvas'));
	await page.locator('[data-test-id="canvas-node"]').first().dblclick();
	const panel = page.locator('[data-test-id="node-parameters"]');
	await panel.waitFor();
	await editor.settle();
	await editor.take(picture('dark narrow panel'));
	const box = (await panel.boundingBox())!;
	const isCut = box.x < 0 || box.x + box.width > NARROW.width || (await readWords(panel)).length === 0;

	const tabbed: string[] = [];
	await page.getByTitle('Click to display webhook URLs').focus();
	for (let press = 0; press < 40; press++) {
		await page.keyboard.press('Tab');
		const name: string | null = await page.evaluate(
			'document.activeElement?.closest(\'[data-test-id^="parameter-input-"]\')?.getAttribute("data-test-id") ?? document.activeElement?.closest("[data-test-id]")?.getAttribute("data-test-id") ?? null',
		);
		if (name !== null && tabbed.at(-1) !== name) tabbed.push(name);
	}
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(usual);
	return { isCut, tabbed };
}
