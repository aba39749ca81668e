import { undecided, type Refusal } from '../../shared/deliveries/verdict';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import { peek } from '../../shared/files/streams';
import { dispositionName } from '../api/dispositionName';
import { downloadPath } from '../api/paths';
import type { FileAnswer, ReportFlowApi } from '../api/transport';
import type { AnnouncedFileFacts } from './payload';

/** A file may be a moment late. */
const SECOND_LOOK_MS = 800;

/** A file as ReportFlow itself has it. */
export interface ConfirmedFile {
	fileId: string;
	name?: string;
	bytes?: number;
}

export type FileConfirmation = { kind: 'file'; file: ConfirmedFile } | Refusal;
/**
 * Asks ReportFlow for a file. What it does not have is invented, or not there yet: the two look the same, and
 * after a 4xx ReportFlow would not deliver again what is genuine.
 */
export async function askForFile(
	api: ReportFlowApi,
	file: AnnouncedFileFacts,
	signal: AbortSignal,
): Promise<FileConfirmation> {
	const first = await lookAt(api, file, signal);
	if (first.kind !== 'missing') return first;
	await clock.pause(SECOND_LOOK_MS, signal);
	if (signal.aborted) return undecided('there was no time left to look again');
	const second = await lookAt(api, file, signal);
	if (second.kind !== 'missing') return second;
	return undecided('ReportFlow does not have this file for this request, at least not yet');
}

/** The file's head and first bytes: a PDF is not the error page of a proxy. */
async function lookAt(
	api: ReportFlowApi,
	{ downloadId, fileId }: AnnouncedFileFacts,
	signal: AbortSignal,
): Promise<FileConfirmation | { kind: 'missing' }> {
	let answer: FileAnswer;
	try {
		answer = await api.stream(downloadPath(downloadId, fileId));
	} catch (error) {
		if (error instanceof RemedyError && isNoSuchFile(error)) return { kind: 'missing' };
		return undecided(
			error instanceof RemedyError ? `${error.message}. ${error.remedy}` : 'an unknown failure',
		);
	}
	signal.addEventListener('abort', answer.close, { once: true });
	try {
		const { head } = await peek(answer.bytes, PDF_BEGINS_WITH.length);
		if (!head.toString('latin1').startsWith(PDF_BEGINS_WITH)) {
			return undecided('what ReportFlow stores as that file does not start like a PDF');
		}
		return { kind: 'file', file: { fileId, ...headOf(answer) } };
	} catch {
		return undecided('the answer of ReportFlow broke off');
	} finally {
		signal.removeEventListener('abort', answer.close);
		answer.close();
	}
}

const PDF_BEGINS_WITH = '%PDF-';

/** All else leaves it open whether there is such a file: the status of an unfinished one is not documented. */
const isNoSuchFile = ({ status }: RemedyError) => status === 404 || status === 410;

function headOf(answer: FileAnswer): Omit<ConfirmedFile, 'fileId'> {
	const name = dispositionName(answer);
	const bytes = Number(answer.headers['content-length'] ?? NaN);
	return { ...(name !== undefined && { name }), ...(Number.isSafeInteger(bytes) && { bytes }) };
}

export { undecided };
