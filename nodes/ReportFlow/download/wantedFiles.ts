import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { idSegment, idsOfFileUrl } from '../api/paths';
import { bareName } from '../generate/receipt';
import type { ReportFlowApi } from '../api/transport';

interface Wanted {
	requestId: string;
	fileId: string;
	name?: string;
}

export const readId = (context: IExecuteFunctions, itemIndex: number, field: string, what: string) =>
	idSegment(context.getNodeParameter(field, itemIndex, ''), what);

export const readIds = (context: IExecuteFunctions, itemIndex: number): Wanted => ({
	requestId: readId(context, itemIndex, 'requestId', 'request ID'),
	fileId: readId(context, itemIndex, 'fileId', 'file ID'),
});

const Files = z.object({
	report: z.object({ id: z.string() }).optional(),
	files: z.array(z.object({ id: z.string(), name: z.string(), url: z.string().optional() })).min(1),
	details: z
		.object({ files: z.array(z.object({ id: z.string(), uuid: z.string().optional() })) })
		.optional()
		.catch(undefined),
});
/** Where files are in a report event, and in the output of Generate. */
const WithFiles = z.union([z.object({ data: Files }), Files]);

/** The IDs come out of links to the configured host, or stand beside them; no other link is followed. */
export function readEvent(json: IDataObject, { baseUrl }: ReportFlowApi): Wanted[] {
	const found = WithFiles.safeParse(json);
	if (!found.success) {
		throw new RemedyError(
			'The incoming item contains no report event with a file',
			'Connect this node after the ReportFlow Trigger or Generate, or choose by IDs under "PDFs to Download".',
		);
	}
	const { report, files, details } = 'data' in found.data ? found.data.data : found.data;
	// On a workspace host each file may have its own ID instead of that of the request.
	const uuids = new Map(details?.files.map(({ id, uuid }) => [id, uuid]));
	return files.map(({ id, name, url }) => {
		const ids = idsOfFileUrl(baseUrl, url);
		if (ids !== undefined) return { ...ids, name };
		return {
			requestId: idSegment(uuids.get(id) ?? report?.id, 'request ID'),
			fileId: idSegment(id, 'file ID'),
			name,
		};
	});
}

/** Which of the files that an item lists a name is of; undefined for a name that several have, or none. */
export function idsByName(json: IDataObject): (name: string) => string | undefined {
	const { data } = WithFiles.safeParse(json);
	const { files = [] } = data === undefined ? {} : 'data' in data ? data.data : data;
	const ids = new Map<string, string | undefined>();
	for (const { id, name } of files) ids.set(bareName(name), ids.has(bareName(name)) ? undefined : id);
	return (name) => ids.get(bareName(name));
}
