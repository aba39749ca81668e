import type { Locator, Page } from 'playwright-core';
import type { Effort } from './budgets.mts';
import type { Action } from './minutes.mts';

/** Somebody at the screen: finds things by what they read, and what they do is counted. */
export class Person {
	readonly effort: Effort = { clicks: 0, typed: 0 };
	/** What was done, in order, with the time that n8n took to answer. */
	readonly actions: Action[] = [];

	constructor(readonly page: Page) {}

	/** A part of n8n by its name in n8n's own tests. */
	part(name: string): Locator {
		return this.page.locator(`[data-test-id="${name}"]`);
	}

	async click(what: Locator | string): Promise<void> {
		await this.#did('click', async () => await this.#find(what).click());
		this.effort.clicks += 1;
	}

	/** A double click counts as one. */
	async open(what: Locator): Promise<void> {
		await this.#did('doubleClick', async () => await what.dblclick());
		this.effort.clicks += 1;
	}

	/** Types or pastes into a field. */
	async type(field: Locator, text: string): Promise<void> {
		await this.#did('paste', async () => await field.fill(text));
		this.effort.typed += 1;
	}

	/** Types where the cursor already is. */
	async typeHere(text: string): Promise<void> {
		await this.#did('type', async () => await this.page.keyboard.type(text), text.length);
		this.effort.typed += 1;
	}

	async sees(what: Locator | string): Promise<void> {
		await this.waits(async () => await this.#find(what).waitFor());
	}

	/** Waits for n8n. */
	async waits(until: () => Promise<unknown>): Promise<void> {
		await this.#did('wait', until);
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async closePanel(): Promise<void> {
		await this.click(this.part('ndv-close-button'));
		await this.waits(async () => await this.part('ndv').waitFor({ state: 'hidden' }));
	}

	/** The field of a panel or a credential, by its name. */
	field(name: string): Locator {
		return this.part(`parameter-input-${name}`).locator('input, textarea').first();
	}

	async #did(kind: Action['kind'], act: () => Promise<unknown>, keys = 0): Promise<void> {
		const began = Date.now();
		await act();
		this.actions.push({ kind, keys, answeredMs: Date.now() - began });
	}

	#find(what: Locator | string): Locator {
		return typeof what === 'string' ? this.page.getByText(what, { exact: true }).last() : what;
	}
}
