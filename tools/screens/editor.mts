import { chromium, type Browser, type Page } from 'playwright-core';
import type { N8n } from '../host/n8n.mts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** No calls home, and no graphics card: what a machine without a screen needs. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
/** Panels slide and the canvas glides into place. */
const SETTLED_MS = 1500;

/** n8n's editor in a browser, with the owner logged in. */
export interface Editor {
	page: Page;
	openWorkflow(url: string): Promise<void>;
	/** "Execute workflow": the trigger listens at its test URL. */
	listen(): Promise<void>;
	/** Waits until this many nodes wear the green tick. */
	waitForSuccess(nodes: number): Promise<void>;
	zoomToFit(): Promise<void>;
	openNode(name: string): Promise<void>;
	closeNode(): Promise<void>;
	settle(): Promise<void>;
	take(file: string): Promise<void>;
	close(): Promise<void>;
}

/** Opens the browser and logs in. */
export async function openEditor(n8n: N8n): Promise<Editor> {
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
	try {
		return editorOn(await logIn(browser, n8n), browser);
	} catch (error) {
		await browser.close();
		throw error;
	}
}

async function logIn(browser: Browser, { url, login }: N8n): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, colorScheme: 'light' });
	const answer = await context.request.post(`${url}/rest/login`, {
		data: { emailOrLdapLoginId: login.email, password: login.password },
	});
	if (!answer.ok()) throw new Error(`n8n refused the login: ${answer.status()}`);
	return await context.newPage();
}

function editorOn(page: Page, browser: Browser): Editor {
	const byTestId = (id: string) => page.locator(`[data-test-id="${id}"]`);
	const settle = () => page.waitForTimeout(SETTLED_MS);
	return {
		page,
		settle,
		async openWorkflow(url) {
			await page.goto(url);
			await byTestId('canvas-node').first().waitFor();
			await page.addStyleTag({ content: '.el-notification { display: none }' });
			await settle();
			// n8n greets a published workflow with a checklist that covers the canvas.
			await page.keyboard.press('Escape');
			await settle();
		},
		async listen() {
			await byTestId('execute-workflow-button').click();
			await page.getByText('Waiting for trigger event').first().waitFor();
		},
		async waitForSuccess(nodes) {
			await byTestId('canvas-node-status-success')
				.nth(nodes - 1)
				.waitFor();
			await settle();
		},
		async zoomToFit() {
			await byTestId('zoom-to-fit').click();
			await page.mouse.move(1100, 760);
			await settle();
		},
		async openNode(name) {
			await byTestId('canvas-node').filter({ hasText: name }).last().dblclick();
			await byTestId('ndv').waitFor();
			await settle();
		},
		async closeNode() {
			await byTestId('ndv-close-button').click();
			await settle();
		},
		async take(file) {
			// Whatever fades in or out is at its end then.
			await page.screenshot({ path: file, animations: 'disabled' });
		},
		close: () => browser.close(),
	};
}
