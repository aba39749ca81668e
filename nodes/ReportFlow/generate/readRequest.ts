import type { IExecuteFunctions } from 'n8n-workflow';
import { safeFileName } from '../../shared/files/fileNames';
import { RemedyError } from '../../shared/run/remedyError';
import type { ReportFlowApi } from '../api/transport';
import { lookUpsOf } from '../designs/designs';
import { readDesignId, readVersionNumber } from '../designs/readDesign';
import { choiceOf } from '../../shared/run/fieldValues';
import { compareWithDesign } from './compareWithDesign';
import { whenNamesDifferOption } from './optionFields';
import { readExtras } from './readExtras';
import { readParams } from './readParams';
import type { PdfRequest } from './request';

/** Reads what the item wants, and looks up what is missing for it. Nothing is generated yet. */
export async function readRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
): Promise<PdfRequest> {
	const designId = readDesignId(context, itemIndex);
	const given = context.getNodeParameter('options.whenNamesDiffer', itemIndex, 'warn');
	const whenNamesDiffer = choiceOf(whenNamesDifferOption, given);
	const extras = readExtras(context, itemIndex, api);
	const fileName = readFileName(context, itemIndex);
	const version = await readVersion(context, itemIndex, api, designId);
	const params = await readParams(context, itemIndex, api, designId, version);
	const warnings = await compareWithDesign(context, api, designId, version, params, whenNamesDiffer);
	return {
		designId,
		version,
		fileName,
		content: { fileName, params, ...extras.content },
		...extras.known,
		warnings,
	};
}

const readVersion = async (
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
	designId: string,
): Promise<number> =>
	readVersionNumber(context, itemIndex) ?? (await lookUpsOf(context, api).latestVersion(designId));

/** "forbidden: / \ : * ? " < > | and control characters": each becomes an underscore. */
function readFileName(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('fileName', itemIndex, '');
	const isText = typeof given === 'string' || typeof given === 'number';
	const fileName = safeFileName(isText ? String(given).trim() : '');
	if (fileName !== undefined) return fileName;
	throw new RemedyError('The file name is missing', 'Fill in "File Name", for example invoice-2026-001.pdf.');
}
