import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { ReportEvent, type ReportFile } from '../../shared/deliveries/reportEvent';
import { z } from '../../shared/vendor/zod';
import { isEncryptedName, lastPathSegment } from '../fileNames';
import { lookUp } from './reportLookUp';
import { toReportState } from './reportState';

const files = ReportEvent.shape.data.shape.files.min(1);
/** Where files are in a report event, and in the output of Get Status. */
const WithFiles = z.union([z.object({ data: z.object({ files }) }), z.object({ files })]);

export type WantedFile = Pick<ReportFile, 'name' | 'url' | 'expiresAt' | 'encrypted'>;

export async function chooseFiles(context: IExecuteFunctions, itemIndex: number): Promise<WantedFile[]> {
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
