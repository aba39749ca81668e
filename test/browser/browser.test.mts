import { panelsOver, readBudgets, walkOver } from './budgets.mts';
import { startBrowserStage, type BrowserStage } from './browserStage.mts';
import { importExamples } from './importExamples.mts';
import { lookAround } from './lookAround.mts';
import { measurePanels, type PanelWords } from './measurePanels.mts';
import { writeEstimates } from './minutes.mts';
import { searchNodes } from './searchNodes.mts';
import { walkConnectReport } from './walkConnectReport.mts';
import { walkReportFlow } from './walkReportFlow.mts';
import { walkTesouro } from './walkTesouro.mts';

let stage: BrowserStage;
beforeAll(async () => {
	stage = await startBrowserStage();
}, 300_000);
afterAll(async () => await stage?.close());

/** What stood on the screen says more than a time limit. */
async function seen<Value>(name: string, look: () => Promise<Value>): Promise<Value> {
	try {
		return await look();
	} catch (error) {
		await stage.editor.take(stage.picture(`failed ${name}`));
		throw error;
	}
}

describe('a person who has never seen the package', () => {
	it('makes a key pair, sees the first decrypted report of Tesouro, has it in OneDrive, and then live ones', async () => {
		const { made, visible, stored, actions, isStored, hint, dialog } = await seen(
			'tesouro',
			async () => await walkTesouro(stage),
		);
		writeEstimates({ tesouroToOneDrive: actions });
		expect(made.hint).toMatch(/SEND-TO.*KEEP/s);
		expect(walkOver('key', made.effort)).toEqual([]);
		expect(walkOver('tesouro', visible)).toEqual([]);
		expect(walkOver('tesouroToOneDrive', stored)).toEqual([]);
		expect(isStored).toEqual([true, true]);
		expect(stage.mailbox.letters.map(({ recipients }) => recipients)).toEqual([
			['cfo@example.com'],
			['cfo@example.com'],
		]);
		expect(hint).toContain('decrypted');
		expect(dialog).toContain('send it to Tesouro');
		expect(dialog).not.toMatch(/is live/i);
	});

	it('sees the first event of ReportFlow, then live ones, and what was refused', async () => {
		const { visible, dialog, error, recent } = await seen(
			'reportflow',
			async () => await walkReportFlow(stage),
		);
		expect(walkOver('reportFlow', visible)).toEqual([]);
		expect(dialog).toMatch(/:token.*Webhook Token/s);
		expect(error).toMatch(/refused with 401: \w/);
		// The newest first: the refused one, and before it the two that were taken.
		expect(recent.map((entry) => /, (\d{3}): \S/.exec(entry)?.[1])).toEqual(['401', '200', '200']);
	});

	it('sees the first event of ConnectReport, and then live ones', async () => {
		const { visible, dialog } = await seen('connectreport', async () => await walkConnectReport(stage));
		expect(walkOver('connectReport', visible)).toEqual([]);
		expect(dialog).toMatch(/\?token=.*Webhook Token/s);
	});

	it('finds the nodes by the words that come to their mind', async () => {
		expect(await seen('search', async () => await searchNodes(stage))).toEqual([]);
	});

	it('imports every example, and sees a node marked red only if there is something to choose', async () => {
		const examples = await seen('examples', async () => await importExamples(stage));
		expect(
			examples.flatMap(({ red }) => red).filter((reason) => !/Parameter "\w+" is required/.test(reason)),
		).toEqual([]);
		expect(examples.filter(({ unknown }) => unknown > 0)).toEqual([]);
		expect(examples.length).toBeGreaterThan(8);
	});
});

describe("a panel in n8n's editor", () => {
	let panels: PanelWords[];
	beforeAll(async () => {
		panels = await seen('panels', async () => await measurePanels(stage));
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

	it('shows nothing in red before the user has done anything', () => {
		expect(panels.filter(({ red }) => red !== '')).toEqual([]);
	});

	it('can be used on a dark, narrow screen and by the keyboard', async () => {
		const { isCut, tabbed } = await seen('dark', async () => await lookAround(stage));
		expect(isCut).toBe(false);
		expect(tabbed).toEqual(expect.arrayContaining(['parameter-input-event', 'parameter-input-authenticity']));
	});
});
