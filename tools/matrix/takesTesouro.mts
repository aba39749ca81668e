import { createHash } from 'node:crypto';
import { credentialData } from '../sandbox/Tesouro/credentialData.mts';
import { bytesOf, itemOf, makeCredential, publishFlow } from './runFlow.mts';
import type { Trial } from './trials.mts';

/** About, in the columns of the sandbox. */
const ROW_BYTES = 284;

/** A signed webhook of Tesouro, its file downloaded and decrypted, equal to what the sandbox made. */
export const takesTesouro: Trial = async ({ n8n, sandbox, key, typeOf, settings, bytes: wanted }) => {
	const credentials = await makeCredential(n8n, 'tesouroApi', credentialData(sandbox, key));
	const flow = await publishFlow(
		n8n,
		[
			{
				name: 'Trigger',
				type: typeOf('tesouroTrigger'),
				parameters: { event: 'reportReady', authenticity: 'signature' },
				credentials,
			},
			{
				name: 'Download',
				type: typeOf('tesouro'),
				parameters: { resource: 'report', operation: 'download' },
				credentials,
			},
		],
		settings,
	);
	sandbox.configure({ encryptTo: key.publicKey, webhookUrl: flow.url });
	const report = await sandbox.makeReport({ rows: Math.ceil(wanted / ROW_BYTES) });
	const [attempt] = await sandbox.deliver(report, { to: flow.url, retry: false });
	if (attempt?.status !== 200) throw new Error(`The delivery was answered with ${attempt?.status}, not 200`);
	const bytes = await bytesOf(n8n, itemOf(await flow.ended(), 'Download'));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	if (sha256 !== report.plaintextSha256)
		throw new Error('The stored file differs from what the sandbox made');
	return `${bytes.length} bytes, equal`;
};
