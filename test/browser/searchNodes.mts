import { randomUUID } from 'node:crypto';
import type { BrowserStage } from './browserStage.mts';

/** Words that people look for, and the node that the list must show. */
export const searches: Record<string, string> = {
	tesouro: 'Tesouro',
	payout: 'Tesouro',
	dispute: 'Tesouro',
	settlement: 'Tesouro',
	acquirer: 'Tesouro',
	webhook: 'Tesouro',
	connectreport: 'ConnectReport',
	excel: 'ConnectReport',
	qlik: 'ConnectReport',
	reportflow: 'ReportFlow',
	invoice: 'ReportFlow',
	pgp: 'OpenPGP',
	gpg: 'OpenPGP',
	key: 'OpenPGP',
	sign: 'OpenPGP',
	signature: 'OpenPGP',
	sftp: 'OpenPGP',
	csv: 'Report File',
};

/** Types each word into n8n's list of nodes. Returns the words under which the node is missing. */
export async function searchNodes({ n8n, editor, picture }: BrowserStage): Promise<string[]> {
	const { page } = editor;
	const id = await n8n.createWorkflow({
		name: 'Search',
		nodes: [
			{
				id: randomUUID(),
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
		],
		connections: {},
	});
	await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
	await page.locator('[data-test-id="node-creator-plus-button"]').click();
	const bar = page.locator('[data-test-id="node-creator-search-bar"]');
	const missing: string[] = [];
	for (const [word, node] of Object.entries(searches)) {
		await bar.fill(word);
		const found = page.locator('[data-test-id="node-creator-item-name"]').getByText(node, { exact: true });
		const isFound = await found
			.first()
			.waitFor({ timeout: 3_000 })
			.then(
				() => true,
				() => false,
			);
		if (!isFound) missing.push(`${word}: no ${node}`);
		if (word === 'excel') await editor.take(picture('search excel'));
	}
	return missing;
}
