import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { safeFileName } from '../../shared/files/fileNames';
import { ReportEvent } from '../../shared/deliveries/reportEvent';
import { z } from '../../shared/vendor/zod';
import type { RequestedPdf } from './request';
import { fileUrl } from '../api/paths';
import type { ReceivedFile, Receipt } from './receipt';
import { FileFacts, type FileWithFacts } from '../../shared/files/fileFacts';
import type { ReportFlowApi } from '../api/transport';

/** A requested PDF, in the words of the report event, so Download reads both. */
export const GeneratedFile = z.object({
	provider: z.literal('reportflow'),
	status: z.enum(['started', 'ready']),
	report: z.object({ id: z.string().describe('ID of the request') }).optional(),
	files: ReportEvent.shape.data.shape.files,
	details: z.record(z.unknown()).describe("ReportFlow's remaining facts, camelCase"),
	file: FileFacts.optional().describe('The file in this item'),
});

/** The item for one PDF; without `stored` it is still being made. */
export function toItem(
	api: ReportFlowApi,
	request: RequestedPdf,
	{ requestId, plan }: Pick<Receipt, 'requestId' | 'plan'>,
	received: ReceivedFile | undefined,
	stored?: { pdf: FileWithFacts; field: string },
): INodeExecutionData {
	const { designId, version, correlationId, warnings } = request;
	const { share } = received ?? {};
	const json: z.infer<typeof GeneratedFile> = {
		provider: 'reportflow',
		status: stored === undefined ? 'started' : 'ready',
		...(requestId !== undefined && { report: { id: requestId } }),
		files: received === undefined ? [] : [toReportFile(api, requestId, received)],
		details: {
			designId,
			version,
			...(correlationId !== undefined && { correlationId }),
			...(share?.shareType !== undefined && { shareType: share.shareType }),
			...(share?.url !== undefined && { shareUrl: share.url }),
			...(share?.passcodeEnabled !== undefined && { passcodeEnabled: share.passcodeEnabled }),
			...(plan !== undefined && { plan }),
			...warnings,
		},
		...(stored && { file: stored.pdf.facts }),
	};
	return {
		json: json as unknown as IDataObject,
		...(stored && { binary: { [stored.field]: stored.pdf.binary } }),
	};
}

const toReportFile = (
	{ baseUrl }: ReportFlowApi,
	requestId: string | undefined,
	{ id, name }: ReceivedFile,
) => ({
	id,
	name: pdfName(name),
	...(requestId !== undefined && { url: fileUrl(baseUrl, requestId, id) }),
	mediaType: 'application/pdf',
	encrypted: false,
});

/** A name for the file in n8n: safe, and with its ending. */
export function pdfName(name: string): string {
	const safe = safeFileName(name) ?? 'file';
	return /\.pdf$/i.test(safe) ? safe : `${safe}.pdf`;
}
