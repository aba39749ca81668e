import type { IExecuteFunctions } from 'n8n-workflow';
import { attempt } from '../../shared/http/attempt';
import { limit } from '../../shared/http/arrival';
import { storeWithFacts, type FileWithFacts } from '../../shared/files/fileFacts';
import { RemedyError } from '../../shared/run/remedyError';
import type { ConnectReportApi, FileAnswer } from '../api/transport';
import { mediaTypeFor, type Format } from './format';
import { wholeFile } from './wholeFile';

export interface Wanted {
	location: string;
	fileName: string;
	format: Format;
	bytesAtMost: number;
}

const TRIES = 3;

const whenBrokenOff =
	'Run the step again: it exports the report again. If it happens again, check the log of the server, and of a proxy in front of it.';

/** Streams a rendered file into n8n's store. One that breaks off is fetched again: it lies there ready. */
export async function fetchFile(
	context: IExecuteFunctions,
	api: ConnectReportApi,
	wanted: Wanted,
): Promise<FileWithFacts> {
	for (let tries = 1; ; tries++) {
		const answer = await api.file(wanted.location, wanted.fileName);
		const stored = await attempt(async () => await store(context, answer, wanted)).finally(answer.close);
		if (!(stored instanceof RemedyError)) return stored;
		const isLast = !stored.temporary || tries === TRIES || context.getExecutionCancelSignal()?.aborted;
		if (isLast) throw stored;
	}
}

async function store(
	context: IExecuteFunctions,
	answer: FileAnswer,
	{ fileName, format, bytesAtMost }: Wanted,
): Promise<FileWithFacts> {
	const { ending } = format;
	const errors = {
		otherKind: () => otherKind(fileName, ending),
		cutOff: () => cutOff(fileName),
	};
	refuseByMediaType(answer.mediaType, format);
	const signal = context.getExecutionCancelSignal();
	const bytes = limit(answer.stream, answer.headers, {
		bytesAtMost,
		whenBrokenOff,
		...(signal && { signal }),
	});
	const mediaType = mediaTypeFor(format, answer.mediaType);
	return await storeWithFacts(context, wholeFile(bytes, ending, errors), {
		fileName,
		mediaType,
		like: answer.stream,
	});
}

/** A page for people, or an error, by its own account. */
function refuseByMediaType(mediaType: string, { ending }: Format): void {
	const isPage = mediaType === 'text/html' && !/^x?html?$/.test(ending);
	const isJson = mediaType === 'application/json' && ending !== 'json';
	if (!isPage && !isJson) return;
	throw new RemedyError(
		`ConnectReport sent ${isPage ? 'a web page, usually a login page,' : 'JSON'} instead of the ${ending} file. Nothing of it was kept`,
		isPage
			? 'A login page in front of the server, such as a proxy or single sign-on has, must let /api/v1 pass.'
			: 'Run the step again. If it happens again, check the log of the server.',
	);
}

const otherKind = (fileName: string, ending: string) =>
	new RemedyError(
		`What ConnectReport sent as ${fileName} is not in ${ending} format. Nothing of it was kept`,
		'Open the report in ConnectReport and export it there: if that gives the same, it is a fault of the server. If your version of ConnectReport has another name for the format, choose "Other" under "Format".',
	);

const cutOff = (fileName: string) =>
	new RemedyError(
		`${fileName} is incomplete: its end is missing. Nothing of it was kept`,
		'Run the step again. If it happens again, check the log of the server, and of a proxy in front of it.',
		{ temporary: true },
	);
