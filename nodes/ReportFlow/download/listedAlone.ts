import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../designs/parameters';

/**
 * The JSON of an item, once for each of its files, listing that file alone: in a report event, or in what Generate put
 * out. Thousands of outputs that each carry a list of thousands would fill the memory. Without an ID, no file is listed.
 */
export function listedAlone(json: IDataObject): (fileId: string | undefined) => IDataObject {
	const { data } = json;
	if (!isRecord(data)) return listsIn(json);
	const details = listsIn(data.details);
	const payload = listsIn(data.payload);
	const files = listsIn(data);
	return (fileId) => ({
		...json,
		data: {
			...files(fileId),
			...(isRecord(data.details) && { details: details(fileId) }),
			...(isRecord(data.payload) && { payload: payload(fileId) }),
		},
	});
}

/** The same for a record with a list `files`; the ID is called `fileId` by ReportFlow, and `id` by us. */
function listsIn(record: unknown): (fileId: string | undefined) => IDataObject {
	const known = (isRecord(record) ? record : {}) as IDataObject;
	if (!Array.isArray(known.files)) return () => known;
	const byId = new Map(
		known.files.filter(isRecord).map((file) => [String(file.fileId ?? file.id), file as IDataObject]),
	);
	return (fileId) => {
		const file = fileId === undefined ? undefined : byId.get(fileId);
		return { ...known, files: file === undefined ? [] : [file] };
	};
}
