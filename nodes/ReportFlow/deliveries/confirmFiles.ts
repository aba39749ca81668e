import { randomInt } from 'crypto';
import { pauseLeft } from '../api/rateLimit';
import type { ReportFlowApi } from '../api/transport';
import { reportFlow } from '../facts';
import { askForFile, undecided, type ConfirmedFile, type Undecided } from './askForFile';
import { takeTurn } from './turns';
import type { AnnouncedFileFacts, FilesEvent } from './payload';

/** A delivery may name any number of files, and each question counts against the published rate. */
export const FILES_ASKED_AT_MOST = 20;
const AT_ONCE = 5;
/** Of each workspace: anybody can send a delivery, and each one costs ReportFlow requests. */
const DELIVERIES_AT_MOST = 8;
/** More than those wait in vain: there is no time for all of them. */
const IN_LINE_AT_MOST = 200;

export type Confirmation = { kind: 'confirmed'; files: ConfirmedFile[] } | Undecided;

/** Confirmations under way. */
const underWay = new Map<string, Promise<Confirmation>>();

/**
 * Takes the delivery as a hint only, and asks ReportFlow for its files: at the configured host, with our own
 * credential, whatever the delivery says of workspaces and links. Of a delivery with more than 20 files, 20 are asked
 * for, chosen by chance. One confirmation for all deliveries that wait for the same files, and few at a time; the others
 * wait in line.
 */
export async function confirmFiles(
	api: ReportFlowApi,
	said: FilesEvent,
	eventId: string,
	signal: AbortSignal,
): Promise<Confirmation> {
	const key = `${api.identity} ${eventId}`;
	const other = underWay.get(key);
	if (other !== undefined) return await other;
	// Asked all the same, ReportFlow would refuse, and the generations of this workspace would wait longer.
	if (pauseLeft(api.identity, 'async') > 0) return undecided('ReportFlow asked for a pause');
	const work = inTurn(api.identity, signal, async () => await askForAll(api, said, signal));
	const confirmation = Promise.race([work, late(signal)]).finally(() => underWay.delete(key));
	underWay.set(key, confirmation);
	return await confirmation;
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
	// The first alone: of a forged delivery, one request is all that it costs.
	await ask(first);
	const workers = Array.from({ length: AT_ONCE }, async () => {
		while (others.length > 0) await ask(others.shift());
	});
	await Promise.all(workers);
	if (refusal !== undefined) return refusal;
	// The signal may have fired between two questions.
	return confirmed.length === chosen.length ? { kind: 'confirmed', files: confirmed } : tooLate;
}

/** By chance, so that nobody can put what is invented where it is not asked for. */
function choose(files: readonly AnnouncedFileFacts[]): AnnouncedFileFacts[] {
	const left = [...files];
	const count = Math.min(left.length, FILES_ASKED_AT_MOST);
	return Array.from({ length: count }, () => left.splice(randomInt(left.length), 1)[0]!);
}

async function inTurn(
	identity: string,
	signal: AbortSignal,
	work: () => Promise<Confirmation>,
): Promise<Confirmation> {
	const giveBack = await takeTurn(identity, { atOnce: DELIVERIES_AT_MOST, inLine: IN_LINE_AT_MOST }, signal);
	if (giveBack === undefined) return undecided('too many deliveries are being confirmed at the moment');
	return await work().finally(giveBack);
}

async function late(signal: AbortSignal): Promise<Undecided> {
	if (!signal.aborted) {
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
	}
	return tooLate;
}

const tooLate = undecided(
	`ReportFlow did not confirm it in time: a delivery has to be answered within ${reportFlow.webhookAnswerWithinMs / 1000} seconds`,
);
