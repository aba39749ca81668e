import type { Locator, Page } from 'playwright-core';
import type { BrowserStage } from './browserStage.mts';
import { makeCredentials } from './credentials.mts';
import { panelSets } from './panels.mts';
import { readRed, readWords } from './words.mts';

/** One panel as it stood on the screen. */
export interface PanelWords {
	name: string;
	words: number;
	/** Words of its longest notice. */
	notice: number;
	/** What it says in red: n8n complains so. */
	red: string;
}

/** n8n slides a panel in. */
const GLIDE_MS = 250;

/** Opens every panel of the package, counts its words, and takes its picture. */
export async function measurePanels(stage: BrowserStage): Promise<PanelWords[]> {
	const { n8n, editor, picture } = stage;
	const { page } = editor;
	const panel = page.locator('[data-test-id="ndv"]');
	const measured: PanelWords[] = [];
	for (const { name, nodes } of panelSets(await makeCredentials(stage))) {
		const id = await n8n.createWorkflow({ name, nodes, connections: {}, settings: {} });
		await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
		for (const node of nodes) {
			await openPanel(page, node.name);
			measured.push(await measure(node.name, panel));
			await editor.take(picture(`panel ${node.name}`));
			await closePanel(page);
		}
	}
	return measured;
}

async function measure(name: string, panel: Locator): Promise<PanelWords> {
	const notices = await panel.locator('.notice').all();
	const lengths = await Promise.all(notices.map(async (notice) => (await readWords(notice)).length));
	return {
		name,
		words: (await readWords(panel)).length,
		notice: Math.max(0, ...lengths),
		red: await readRed(panel),
	};
}

async function openPanel(page: Page, name: string): Promise<void> {
	const label = page.getByText(name, { exact: true });
	await page.locator('[data-test-id="canvas-node"]').filter({ has: label }).last().dblclick();
	await page.locator('[data-test-id="ndv"] [data-test-id="parameter-item"]').first().waitFor();
	// n8n shows more of the field that the pointer is on.
	await page.mouse.move(2, 2);
	// What lists show is read from the server: the picture is to show it.
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(GLIDE_MS);
}

async function closePanel(page: Page): Promise<void> {
	await page.locator('[data-test-id="ndv-close-button"]').click();
	await page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
}
