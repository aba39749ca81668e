import { randomInt } from 'crypto';
import { pause } from '../../shared/pause';
import { RemedyError } from '../../shared/remedyError';
import { peek } from '../../shared/streams';
import { reportFlow } from '../facts';
import { dispositionName } from '../api/dispositionName';
import { downloadPath } from '../api/paths';
import { pauseLeft } from '../api/rateLimit';
import type { FileAnswer, ReportFlowApi } from '../api/transport';
import type { Completed, CompletedFile } from './payload';

/** A delivery may name any number of files, and each question counts against the published rate. */
export const FILES_ASKED_AT_MOST = 20;
const AT_ONCE = 5;
/** Anybody can send a delivery, and each one costs ReportFlow requests. */
const DELIVERIES_AT_MOST = 8;
/** A file may be a moment late; after that, no such file is no such file. */
const SECOND_LOOK_MS = 800;

/** A file as ReportFlow itself has it. */
export interface ConfirmedFile {
	fileId: string;
	name?: string;
	bytes?: number;
}

export type Confirmation =
	| { kind: 'confirmed'; files: ConfirmedFile[] }
	| { kind: 'rejected'; reason: string }
	| { kind: 'undecided'; reason: string };

/** Confirmations under way. */
const underWay = new Map<string, Promise<Confirmation>>();

/**
 * Takes the delivery as a hint only, and asks ReportFlow for its files: at the configured host, with our own
 * credential, whatever the delivery says of workspaces and links. Of a delivery with more than 20 files, 20 are asked
 * for, chosen by chance. One confirmation for all deliveries that wait for the same files, and few at a time.
 */
export async function confirmFiles(
	api: ReportFlowApi,
	completed: Completed,
	eventId: string,
	signal: AbortSignal,
): Promise<Confirmation> {
	const key = `${api.identity} ${eventId}`;
	const other = underWay.get(key);
	if (other !== undefined) return await other;
	if (underWay.size >= DELIVERIES_AT_MOST) {
		return undecided('too many deliveries are being confirmed at the moment');
	}
	// Asked all the same, ReportFlow would refuse, and the generations of this workspace would wait longer.
	if (pauseLeft(api.identity, 'async') > 0) return undecided('ReportFlow asked for a pause');
	const confirmation = Promise.race([askForAll(api, completed, signal), late(signal)]).finally(() =>
		underWay.delete(key),
	);
	underWay.set(key, confirmation);
	return await confirmation;
}

async function askForAll(
	api: ReportFlowApi,
	{ files }: Completed,
	signal: AbortSignal,
): Promise<Confirmation> {
	const [first, ...others] = choose(files);
	const confirmed: ConfirmedFile[] = [];
	let refusal: Confirmation | undefined;
	const ask = async (file: CompletedFile | undefined) => {
		if (file === undefined || refusal !== undefined || signal.aborted) return;
		const answer = await askFor(api, file, signal);
		if (answer.kind === 'file') confirmed.push(answer.file);
		else refusal = answer;
	};
	// The first alone: of a forged delivery, one request is all that it costs.
	await ask(first);
	const workers = Array.from({ length: AT_ONCE }, async () => {
		while (others.length > 0) await ask(others.shift());
	});
	await Promise.all(workers);
	return refusal ?? { kind: 'confirmed', files: confirmed };
}

/** By chance, so that nobody can put what is invented where it is not asked for. */
function choose(files: readonly CompletedFile[]): CompletedFile[] {
	const left = [...files];
	const count = Math.min(left.length, FILES_ASKED_AT_MOST);
	return Array.from({ length: count }, () => left.splice(randomInt(left.length), 1)[0]!);
}

type Answer = { kind: 'file'; file: ConfirmedFile } | Exclude<Confirmation, { kind: 'confirmed' }>;

async function askFor(api: ReportFlowApi, file: CompletedFile, signal: AbortSignal): Promise<Answer> {
	const first = await lookAt(api, file, signal);
	if (first.kind !== 'missing') return first;
	await pause(SECOND_LOOK_MS, signal);
	if (signal.aborted) return undecided('there was no time left to look again');
	const second = await lookAt(api, file, signal);
	if (second.kind !== 'missing') return second;
	return { kind: 'rejected', reason: `ReportFlow has no file ${file.fileId} of the request it names` };
}

/** The file's head and first bytes: that it is a PDF says that it is no page of somebody in between. */
async function lookAt(
	api: ReportFlowApi,
	{ downloadId, fileId }: CompletedFile,
	signal: AbortSignal,
): Promise<Answer | { kind: 'missing' }> {
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
			return undecided(`what ReportFlow has as file ${fileId} does not begin like a PDF`);
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

/** All else leaves it open whether there is such a file: of an unfinished one nobody says what the status is. */
const isNoSuchFile = ({ status }: RemedyError) => status === 404 || status === 410;

function headOf(answer: FileAnswer): Omit<ConfirmedFile, 'fileId'> {
	const name = dispositionName(answer);
	const bytes = Number(answer.headers['content-length'] ?? NaN);
	return { ...(name !== undefined && { name }), ...(Number.isSafeInteger(bytes) && { bytes }) };
}

const undecided = (reason: string) => ({ kind: 'undecided' as const, reason });

async function late(signal: AbortSignal): Promise<Confirmation> {
	if (!signal.aborted) {
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
	}
	return undecided(
		`ReportFlow did not confirm it in time: a delivery has to be answered within ${reportFlow.webhookAnswerWithinMs / 1000} seconds`,
	);
}
