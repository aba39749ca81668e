import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { FORM_BYTES, readMessageForm } from '../../OpenPgp/engine/messageForm';
import { DecryptionFacts, toFacts } from '../../OpenPgp/facts';
import { sniffContent } from '../../OpenPgp/files/contentType';
import { decryptToStore } from '../../OpenPgp/files/decryptToStore';
import type { KeyRing } from '../../OpenPgp/keys/keys';
import { download, type Download } from '../../shared/http/download';
import { storeFile } from '../../shared/files/fileStore';
import { bytesOf } from '../../shared/files/sizeLimit';
import { downloadSizeOption } from '../../shared/run/commonFields';
import { RemedyError } from '../../shared/run/remedyError';
import { abortable, peek } from '../../shared/files/streams';
import { z } from '../../shared/vendor/zod';
import { lookAtTable } from '../../ReportFile/files/tableSeen';
import { apiOf } from '../api/apiOf';
import { keyHomeOf } from '../api/authenticate';
import { apiBaseUrl, hasClient, type TesouroCredential } from '../api/credential';
import { supportLine } from '../api/support';
import { tesouro } from '../facts';
import { safeFileName } from '../fileNames';
import type { WantedFile } from './wantedFiles';

export const SIZE_FIELD = 'Maximum Download Size (MB)';

export const DownloadFacts = DecryptionFacts.partial({ cipher: true, signature: true }).extend({
	decrypted: z.boolean(),
});

export const sizeLimit = (context: IExecuteFunctions, itemIndex: number): number =>
	bytesOf(
		SIZE_FIELD,
		context.getNodeParameter('options.megabytesAtMost', itemIndex, downloadSizeOption.default),
	);

/** What the administrator added, and a custom API itself: its files lie beside it. */
function fileHostsOf(credential: TesouroCredential): string[] {
	const added = (credential.additionalFileHosts ?? '').split(',').filter((host) => host.trim() !== '');
	return credential.environment === 'custom' ? [...added, new URL(apiBaseUrl(credential)).origin] : added;
}

export async function fetchReportFile(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	file: WantedFile,
	ring: KeyRing | undefined,
): Promise<INodeExecutionData> {
	const outputField = context.getNodeParameter('outputBinaryPropertyName', itemIndex) as string;
	const bytesAtMost = sizeLimit(context, itemIndex);
	const { api, credential } = await apiOf(context, itemIndex);
	const signal = context.getExecutionCancelSignal();
	const transfer = await download(context, usableLink(file), {
		domain: tesouro.fileDomain,
		additionalHosts: fileHostsOf(credential),
		bytesAtMost,
		...(hasClient(credential) && { token: { value: api.token, home: keyHomeOf(credential) } }),
		support: supportLine,
		...(signal && { signal }),
	});
	try {
		const stored = await storeTransfer(context, transfer, file, ring);
		const json: IDataObject = { ...item.json, file: stored.facts as unknown as IDataObject };
		await lookAtTable(context, json, stored.binary, stored.facts.bytes);
		return {
			json,
			binary: { ...item.binary, [outputField]: stored.binary },
		};
	} finally {
		transfer.close();
	}
}

/** Decrypts on the way into the store when the file is encrypted and there is a key; else stores it as it comes. */
async function storeTransfer(
	context: IExecuteFunctions,
	{ bytes, stream }: Download,
	{ name: givenName, encrypted }: WantedFile,
	ring: KeyRing | undefined,
): Promise<{ binary: IBinaryData; facts: z.infer<typeof DownloadFacts> }> {
	const name = safeFileName(givenName) ?? 'report';
	const { head, whole } = await peek(bytes, FORM_BYTES);
	const form = await readMessageForm(head);
	const isEncrypted = form === 'binary' || form === 'armored';
	if (ring !== undefined && isEncrypted) {
		const options = { encryptedName: name, like: stream };
		const decrypted = await decryptToStore(context, whole, ring, options);
		return { binary: decrypted.binary, facts: { ...toFacts(decrypted), decrypted: true } };
	}
	if (ring !== undefined && encrypted) {
		// Encryption shows that the file is Tesouro's: somebody who replaces it with another file must not get through.
		throw new RemedyError(
			`${name} is announced as encrypted, but what arrived is not. Nothing of it was kept`,
			'Ask Tesouro what happened to the file. If unencrypted files are expected, switch "Decrypt" off.',
		);
	}
	const content = isEncrypted
		? { fileName: name, mediaType: 'application/pgp-encrypted' }
		: sniffContent(head, name);
	const signal = context.getExecutionCancelSignal();
	const {
		binary,
		bytes: length,
		sha256,
	} = await storeFile(context, abortable(whole, signal), {
		...content,
		like: stream,
	});
	return { binary, facts: { ...content, bytes: length, sha256, decrypted: false } };
}

/**
 * The link of a file that has not expired: Tesouro deletes files at the time it gives. A report that is
 * ALREADY_DOWNLOADED is tried anyway: that its link works only once is our reading of the name.
 */
function usableLink({ url, expiresAt, name }: WantedFile): string {
	if (url === undefined || url === '') {
		throw new RemedyError(`There is no link to ${name}`, 'Choose "By Request ID" to get a fresh link.');
	}
	if (expiresAt !== undefined && new Date(expiresAt) <= new Date()) {
		throw new RemedyError(
			`${name} expired at ${expiresAt}; Tesouro has deleted it`,
			'Request the report again. Tesouro deletes files at the time given in expiresAt.',
		);
	}
	return url;
}
