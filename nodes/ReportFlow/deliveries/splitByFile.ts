import type { ReportEvent } from '../../shared/deliveries/reportEvent';
import { fileEventId } from './eventId';
import { withFiles, type FileDetails } from './fileDetails';

/** One report event for each file of a report event, each as if ReportFlow had delivered that file alone. */
export function splitByFile(event: ReportEvent): ReportEvent[] {
	const { data } = event;
	if (data.files.length === 0) return [event];
	const { details } = data;
	const known = new Map(
		listOf(details.files).map((file) => [String(file.id), file as unknown as FileDetails]),
	);
	const announced = new Map<unknown, object[]>();
	for (const file of listOf((data.payload as { files?: unknown } | undefined)?.files)) {
		const { fileId } = file;
		announced.set(fileId, [...(announced.get(fileId) ?? []), file]);
	}
	return data.files.map((file): ReportEvent => {
		const own = known.get(file.id);
		return {
			...event,
			id: fileEventId(event.id, own?.uuid === undefined ? file.id : `${own.uuid}/${file.id}`),
			...(event.subject === undefined && own?.uuid !== undefined && { subject: own.uuid }),
			data: {
				...data,
				...reportOf(event, own?.uuid, file.name),
				files: [file],
				details: withFiles(details, own === undefined ? [] : [own]),
				...(data.payload !== undefined && {
					payload: { ...data.payload, files: announced.get(file.id) ?? [] },
				}),
			},
		};
	});
}

function reportOf({ data }: ReportEvent, uuid: string | undefined, name: string) {
	const id = data.report?.id ?? uuid;
	return id === undefined ? {} : { report: { id, name } };
}

const listOf = (value: unknown) => (Array.isArray(value) ? (value as Array<Record<string, unknown>>) : []);
