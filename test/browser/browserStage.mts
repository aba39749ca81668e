import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startHost } from '../../tools/host/host.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { makeRecipientKey, type RecipientKey } from '../../tools/host/recipientKey.mts';
import { startTogether } from '../../tools/host/startTogether.mts';
import { startDestinations, type Destinations } from '../../tools/sandbox/destinations/destinations.mts';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
} from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startReportFlowSandbox, type ReportFlowSandbox } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { startSandbox, type Sandbox } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { openEditor, type Editor } from '../../tools/screens/editor.mts';
import { connectMicrosoft } from '../e2e/connectMicrosoft.mts';
import { startMailbox, type Mailbox } from '../e2e/mailbox.mts';
import { picturesFolder } from './picturesFolder.mts';

/** A real n8n with the packed package, the three providers beside it, and a browser whose owner is logged in. */
export interface BrowserStage {
	n8n: N8n;
	editor: Editor;
	tesouro: Sandbox;
	connectReport: ConnectReportSandbox;
	reportFlow: ReportFlowSandbox;
	/** OneDrive and a mail server. The credentials for them are there, as in an n8n that is in use. */
	destinations: Destinations;
	mailbox: Mailbox;
	/** A key pair as gpg would make it, for what is encrypted to us. */
	key: RecipientKey;
	/** Where a picture goes: {@link picturesFolder}. */
	picture(name: string): string;
	close(): Promise<void>;
}

export async function startBrowserStage(): Promise<BrowserStage> {
	return await startTogether(async (folder, keep) => {
		const pictures = picturesFolder();
		await mkdir(pictures, { recursive: true });
		const key = await makeRecipientKey();
		const tesouro = await keep(startSandbox({ retryDelaysMs: [] }));
		tesouro.configure({ encryptTo: key.publicKey });
		const connectReport = await keep(startConnectReportSandbox());
		const reportFlow = await keep(startReportFlowSandbox());
		const destinations = await keep(startDestinations(folder));
		const mailbox = await keep(startMailbox());
		const env = { N8N_DISABLED_MODULES: 'mcp-registry', ...destinations.env };
		const { n8n } = await keep(startHost({ folder, say: () => undefined, env }));
		await connectDestinations(n8n, destinations, mailbox);
		const editor = await keep(openEditor(n8n));
		const picture = (name: string) => join(pictures, `${name}.png`);
		return { n8n, editor, tesouro, connectReport, reportFlow, destinations, mailbox, key, picture };
	});
}

async function connectDestinations(n8n: N8n, { microsoft }: Destinations, mailbox: Mailbox): Promise<void> {
	const { id: clientId, secret: clientSecret } = microsoft.signIn.client;
	const drive = await n8n.createCredential({
		name: 'Drive of the team',
		type: 'microsoftOneDriveOAuth2Api',
		data: { clientId, clientSecret },
	});
	await connectMicrosoft(n8n, drive, microsoft.signIn);
	await n8n.createCredential({ name: 'SMTP account', type: 'smtp', data: mailbox.credential });
}
