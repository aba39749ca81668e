import { randomInt } from 'crypto';
import type { Refusal } from '../../shared/deliveries/verdict';
import { pauseLeft } from '../api/rateLimit';
import type { ReportFlowApi } from '../api/transport';
import { reportFlow } from '../facts';
import { askForFile, undecided, type ConfirmedFile } from './askForFile';
import type { AnnouncedFileFacts, FilesEvent } from './payload';

/** A delivery may name any number of files, and each question counts against the published rate. */
export const FILES_ASKED_AT_MOST = 20;
const AT_ONCE = 5;

export type Confirmation = { kind: 'confirmed'; files: ConfirmedFile[] } | Refusal;

/**
 * Takes the delivery as a hint only, and asks ReportFlow for its files: at the configured host, with our own
 * credential, whatever the delivery says of workspaces and links. Of a delivery with more than 20 files, 20 are asked
 * for, chosen by chance.
 */
export async function confirmFiles(
	api: ReportFlowApi,
	said: FilesEvent,
	signal: AbortSignal,
): Promise<Confirmation> {
	// If it were asked anyway, ReportFlow would refuse, and the generations of this workspace would wait longer.
	if (pauseLeft(api.identity, 'async') > 0) return undecided('ReportFlow asked for a pause');
	return await Promise.race([askForAll(api, said, signal), late(signal)]);
}

async function askForAll(
	api: ReportFlowApi,
	{ files }: FilesEvent,
	signal: AbortSignal,
): Promise<Confirmation> {
	const chosen = choose(files);
	const [first, ...others] = chosen;
	const confirmed: ConfirmedFile[] = [];
	let refusal: Confirmation | undefined;
	const ask = async (file: AnnouncedFileFacts | undefined) => {
		if (file === undefined || refusal !== undefined || signal.aborted) return;
		const answer = await askForFile(api, file, signal);
		if (answer.kind === 'file') confirmed.push(answer.file);
		else refusal = answer;
	};
	// The first alone: of a forged delivery, one file is all that is asked for.
	await ask(first);
	const workers = Array.from({ length: AT_ONCE }, async () => {
		while (others.length > 0) await ask(others.shift());
	});
	await Promise.all(workers);
	if (refusal !== undefined) return refusal;
	// The signal may have fired between two questions.
	return confirmed.length === chosen.length ? { kind: 'confirmed', files: confirmed } : tooLate;
}

/** At random, so a forger cannot place invented files where nobody checks. */
function choose(files: readonly AnnouncedFileFacts[]): AnnouncedFileFacts[] {
	const left = [...files];
	const count = Math.min(left.length, FILES_ASKED_AT_MOST);
	return Array.from({ length: count }, () => left.splice(randomInt(left.length), 1)[0]!);
}

async function late(signal: AbortSignal): Promise<Refusal> {
	if (!signal.aborted) {
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
	}
	return tooLate;
}

const tooLate = undecided(
	`ReportFlow did not confirm it in time: a delivery must be answered within ${reportFlow.webhookAnswerWithinMs / 1000} seconds`,
);
