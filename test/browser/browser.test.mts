import { panelsOver, readBudgets } from './budgets.mts';
import { startBrowserStage, type BrowserStage } from './browserStage.mts';
import { measurePanels, type PanelWords } from './measurePanels.mts';

let stage: BrowserStage;
beforeAll(async () => {
	stage = await startBrowserStage();
}, 300_000);
afterAll(async () => await stage?.close());

describe("a panel in n8n's editor", () => {
	let panels: PanelWords[];
	beforeAll(async () => {
		panels = await measurePanels(stage);
	}, 300_000);

	it('has no more words than its budget', () => {
		const words = Object.fromEntries(panels.map((panel) => [panel.name, panel.words]));
		expect(panelsOver(words)).toEqual([]);
	});

	it('has at most 90 words when it is a trigger', () => {
		const { triggerWords } = readBudgets();
		const triggers = panels.filter(({ name }) => name.includes('Trigger'));
		expect(triggers.filter(({ words }) => words > triggerWords)).toEqual([]);
		expect(triggers.length).toBeGreaterThan(10);
	});

	it('has no notice of more than 30 words', () => {
		const { noticeWords } = readBudgets();
		expect(panels.filter(({ notice }) => notice > noticeWords)).toEqual([]);
		expect(panels.filter(({ notice }) => notice > 0).length).toBeGreaterThan(10);
	});

	it('says nothing in red before anybody has done anything', () => {
		expect(panels.filter(({ red }) => red !== '')).toEqual([]);
	});
});
