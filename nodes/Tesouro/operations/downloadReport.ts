import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { FORM_BYTES, readMessageForm } from '../../OpenPgp/engine/messageForm';
import { DecryptionFacts, toFacts } from '../../OpenPgp/facts';
import { sniffContent } from '../../OpenPgp/files/contentType';
import { decryptToStore } from '../../OpenPgp/files/decryptToStore';
import { readKeyRing, type KeyRing } from '../../OpenPgp/keys/keys';
import { download, type Download } from '../../shared/http/download';
import { storeFile } from '../../shared/files/fileStore';
import { bytesOf } from '../../shared/files/sizeLimit';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { ReportEvent, type ReportFile } from '../../shared/deliveries/reportEvent';
import { abortable, peek } from '../../shared/files/streams';
import { z } from '../../shared/vendor/zod';
import { lookAtTable } from '../../ReportFile/files/tableSeen';
import { apiOf } from '../api/apiOf';
import { keyHomeOf } from '../api/authenticate';
import { apiBaseUrl, hasClient, type TesouroCredential } from '../api/credential';
import { supportLine } from '../api/support';
import { tesouro } from '../facts';
import { isEncryptedName, lastPathSegment, safeFileName } from '../fileNames';
import { daysBackField, lookUp, requestIdField } from '../reports/reportLookUp';
import { toReportState } from '../reports/reportState';
import { optionsField, outputFileField } from '../../shared/run/commonFields';
import { downloadHints } from '../hints';

const DEFAULT_MEGABYTES_AT_MOST = 5_000;
const SIZE_FIELD = 'Maximum Download Size (MB)';

const DownloadFacts = DecryptionFacts.partial({ cipher: true, signature: true }).extend({
	decrypted: z.boolean(),
});

const files = ReportEvent.shape.data.shape.files.min(1);
/** Where files are in a report event, and in the output of Get Status. */
const WithFiles = z.union([z.object({ data: z.object({ files }) }), z.object({ files })]);

export const downloadReport: Operation = {
	value: 'download',
	name: 'Download',
	action: 'Download a report',
	description: 'Fetch the file of a report, decrypt it, and put it into the item',
	output: z.object({ file: DownloadFacts }).passthrough(),
	fields: [
		{
			displayName: 'Which Report',
			name: 'from',
			type: 'options',
			default: 'event',
			options: [
				{
					name: 'From the Incoming Report Event',
					value: 'event',
					description: 'The file that the Tesouro Trigger, or Get Status, names in the incoming item',
				},
				{
					name: 'By Request ID',
					value: 'requestId',
					description: 'Asks Tesouro for a fresh link first',
				},
				{ name: 'By Link', value: 'link', description: 'A link to the file' },
			],
		},
		{ ...requestIdField, displayOptions: { show: { from: ['requestId'] } } },
		{
			displayName: 'Link',
			name: 'link',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://download.tesouro.com/report1.gpg',
			displayOptions: { show: { from: ['link'] } },
		},
		{
			displayName: 'Decrypt',
			name: 'decrypt',
			type: 'boolean',
			default: true,
			description: 'Whether to decrypt the file when it is encrypted',
		},
		outputFileField,
		{
			...optionsField,
			options: [
				daysBackField,
				{
					displayName: SIZE_FIELD,
					name: 'megabytesAtMost',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 5000,
					description: 'Stop with an error above this size',
				},
			],
		},
	],
	hints: downloadHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		// Everything that may be wrong on our side is looked at first: a link may work only once.
		sizeLimit(context, itemIndex);
		const ring = await ringFor(context, itemIndex);
		const chosen = await chooseFiles(context, itemIndex);
		const output: INodeExecutionData[] = [];
		for (const file of chosen) {
			output.push(await fetchFile(context, itemIndex, item, file, ring));
		}
		return output;
	},
};

type WantedFile = Pick<ReportFile, 'name' | 'url' | 'expiresAt' | 'encrypted'>;

/** The private keys, when the file is to be decrypted. Throws when there is none that could. */
async function ringFor(context: IExecuteFunctions, itemIndex: number): Promise<KeyRing | undefined> {
	if (!(context.getNodeParameter('decrypt', itemIndex) as boolean)) return undefined;
	const { credential } = await apiOf(context, itemIndex);
	const ring = await readKeyRing(credential);
	if (ring.decryptionKeys.length > 0) return ring;
	throw new RemedyError(
		'There is no private key to decrypt the report with; nothing was downloaded',
		ring.problems.join(' ') ||
			'Add your private key to the Tesouro credential, or switch "Decrypt" off to keep the encrypted file.',
	);
}

async function chooseFiles(context: IExecuteFunctions, itemIndex: number): Promise<WantedFile[]> {
	const from = context.getNodeParameter('from', itemIndex) as string;
	if (from === 'link') {
		const url = context.getNodeParameter('link', itemIndex) as string;
		const name = lastPathSegment(url) ?? 'report.gpg';
		return [{ url, name, encrypted: isEncryptedName(name) }];
	}
	if (from === 'requestId') {
		const state = toReportState(await lookUp(context, itemIndex));
		if (state.files.length > 0 && state.status === 'ready') return state.files;
		throw new RemedyError(
			`Report ${state.report.id} is not ready: Tesouro says ${String(state.details.tesouroStatus)}`,
			state.status === 'failed'
				? 'Request the report again.'
				: 'Wait for the Tesouro Trigger, or look again later.',
		);
	}
	const found = WithFiles.safeParse(context.getInputData()[itemIndex]?.json);
	if (found.success) return 'data' in found.data ? found.data.data.files : found.data.files;
	throw new RemedyError(
		'The incoming item contains no report event with a file',
		'Connect this node after the Tesouro Trigger, or choose "By Request ID" or "By Link".',
	);
}

const sizeLimit = (context: IExecuteFunctions, itemIndex: number): number =>
	bytesOf(
		SIZE_FIELD,
		context.getNodeParameter('options.megabytesAtMost', itemIndex, DEFAULT_MEGABYTES_AT_MOST),
	);

/** What the administrator added, and a custom API itself: its files lie beside it. */
function fileHostsOf(credential: TesouroCredential): string[] {
	const added = (credential.additionalFileHosts ?? '').split(',').filter((host) => host.trim() !== '');
	return credential.environment === 'custom' ? [...added, new URL(apiBaseUrl(credential)).origin] : added;
}

async function fetchFile(
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
