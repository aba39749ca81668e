import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunFolder, startHost } from '../../tools/host/host.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { makeRecipientKey, type RecipientKey } from '../../tools/host/recipientKey.mts';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startReportFlowSandbox, type ReportFlowSandbox } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { openEditor, type Editor } from '../../tools/screens/editor.mts';

/** A real n8n with the packed package, the three providers beside it, and a browser whose owner is logged in. */
export interface BrowserStage {
	n8n: N8n;
	editor: Editor;
	tesouro: Sandbox;
	connectReport: ConnectReportSandbox;
	reportFlow: ReportFlowSandbox;
	/** A key pair as gpg would make it, for what is encrypted to us. */
	key: RecipientKey;
	/** Where a picture goes: {@link picturesFolder}. */
	picture(name: string): string;
	close(): Promise<void>;
}

/** Pictures of a run, to be looked at: not part of the repository. */
export const picturesFolder = () => process.env['PICTURES'] ?? join(process.cwd(), 'test-results', 'browser');

export async function startBrowserStage(): Promise<BrowserStage> {
	const closers: Array<() => Promise<void>> = [];
	const close = async () => {
		for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
	};
	async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
		const started = await starting;
		closers.push(() => started.close());
		return started;
	}
	try {
		const folder = picturesFolder();
		await mkdir(folder, { recursive: true });
		const key = await makeRecipientKey();
		const tesouro = await keep(startSandbox({ retryDelaysMs: [] }));
		tesouro.configure({ encryptTo: key.publicKey });
		const connectReport = await keep(startConnectReportSandbox());
		const reportFlow = await keep(startReportFlowSandbox());
		const host = await keep(startHost({ folder: await makeRunFolder(), say: () => undefined }));
		const editor = await keep(openEditor(host.n8n));
		const picture = (name: string) => join(folder, `${name}.png`);
		return { n8n: host.n8n, editor, tesouro, connectReport, reportFlow, key, picture, close };
	} catch (error) {
		await close();
		throw error;
	}
}
