import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readKeyRing, type KeyRing } from '../../OpenPgp/keys/keys';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { daysBackField, requestIdField } from '../reports/reportLookUp';
import { optionsField, outputFileField, downloadSizeOption } from '../../shared/run/commonFields';
import { downloadHints } from '../hints';
import { DownloadFacts, SIZE_FIELD, sizeLimit, fetchReportFile } from '../reports/fetchReportFile';
import { chooseFiles } from '../reports/wantedFiles';

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
			options: [daysBackField, { ...downloadSizeOption, displayName: SIZE_FIELD }],
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
			output.push(await fetchReportFile(context, itemIndex, item, file, ring));
		}
		return output;
	},
};

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
