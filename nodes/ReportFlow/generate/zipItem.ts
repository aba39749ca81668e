import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RequestedPdf, Warnings } from './request';
import { toItem } from './generatedFile';
import type { Receipt } from './receipt';
import type { FileWithFacts } from '../../shared/files/fileFacts';
import type { ReportFlowApi } from '../api/transport';

/** The item for a ZIP: all its files in the list, and what is to be known of any of them. */
export function toZipItem(
	api: ReportFlowApi,
	requests: RequestedPdf[],
	receipt: Receipt | undefined,
	stored: { zip: FileWithFacts; field: string },
): INodeExecutionData {
	const { files = [] } = receipt ?? {};
	const first = requests[0]!;
	const list = requests.flatMap(
		(one, index) => toItem(api, one, receipt ?? {}, files[index]).json.files as object[],
	);
	const { designId, version, fileName } = first;
	const { json } = toItem(
		api,
		{ designId, version, fileName, warnings: joined(requests) },
		receipt ?? {},
		undefined,
	);
	return {
		json: { ...json, status: 'ready', files: list as IDataObject[], file: stored.zip.facts },
		binary: { [stored.field]: stored.zip.binary },
	};
}

function joined(requests: RequestedPdf[]): Warnings {
	const all = (key: 'unknownParameters' | 'missingParameters') => [
		...new Set(requests.flatMap(({ warnings }) => warnings[key] ?? [])),
	];
	const [unknown, missing] = [all('unknownParameters'), all('missingParameters')];
	const notCompared = requests.map(({ warnings }) => warnings.notCompared).find(Boolean);
	return {
		...(unknown.length > 0 && { unknownParameters: unknown }),
		...(missing.length > 0 && { missingParameters: missing }),
		...(notCompared !== undefined && { notCompared }),
	};
}
