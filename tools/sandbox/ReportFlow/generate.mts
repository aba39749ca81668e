import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pause } from '../pause.mts';
import { sendJson } from '../sendJson.mts';
import { checkWish } from './checkWish.mts';
import { baseUrl, describeJob, fileMapping } from './describe.mts';
import { limitRate } from './limitRate.mts';
import { makesTrouble } from './makeTrouble.mts';
import { takeOn } from './makeFiles.mts';
import { readJson } from './readJson.mts';
import { renderPdf } from './render.mts';
import { errors, sendError } from './sendError.mts';
import type { Generation, RecordedRequest, SandboxRequest, State } from './state.mts';
import { tellWebhook } from './tellWebhook.mts';
import { zipOf } from './zipOf.mts';

/** `POST /file/{sync,async}/{single,multiple}`. */
export async function generate(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	{ generation, isSync, isMultiple }: { generation: Generation; isSync: boolean; isMultiple: boolean },
	record: RecordedRequest,
): Promise<void> {
	const read = await readJson(request, state.bodyBytesAtMost[generation]);
	if ('content' in read) record.body = read.content;
	if (!limitRate(state, response, isSync ? 'sync' : 'other')) return;
	if ('problem' in read) {
		if (read.problem === 'tooLarge') return sendError(response, errors.tooLarge);
		return sendError(response, { ...errors.badRequest, message: 'Unexpected token in JSON at position 0' });
	}
	if (await makesTrouble(state, response)) return;
	const wish = checkWish(state, generation, isMultiple, read.content);
	if ('statusCode' in wish) return sendError(response, wish);

	const made = takeOn(state, wish, { generation, isSync });
	if (!isSync) queue(state, made);
	else finish(state, made);
	if (isAnswerLost(state)) return void response.destroy();
	if (isSync && state.knobs.api === 'sync-timeout') return sendError(response, errors.timeout);
	if (!isSync) return sendJson(response, 202, describeJob(state, made, isMultiple));
	await sendFiles(state, response, made, isMultiple);
}

/** What was asked for is made, and nobody hears of it. */
function isAnswerLost({ knobs }: State): boolean {
	if (knobs.loseAnswer === 'no') return false;
	if (knobs.loseAnswer === 'once') knobs.loseAnswer = 'no';
	return true;
}

/** "A failed async generation is therefore probably silent". */
function queue(state: State, made: SandboxRequest): void {
	const { job } = state.knobs;
	if (job === 'stuck') return;
	const work = pause(state.jobDelayMs, state.closing).then((isOpen) => {
		if (!isOpen) return;
		if (job === 'fails') made.state = 'failed';
		else finish(state, made);
	});
	run(state, work);
}

function finish(state: State, made: SandboxRequest): void {
	made.state = 'ready';
	// After the answer to a sync request, or beside it: nobody says.
	run(
		state,
		pause(1, state.closing).then(async () => tellWebhook(state, made)),
	);
}

function run(state: State, work: Promise<void>): void {
	const noted: Promise<void> = work
		.catch((error: Error) => state.log(`the background failed: ${error.message}`))
		.finally(() => state.background.delete(noted));
	state.background.add(noted);
}

async function sendFiles(
	state: State,
	response: ServerResponse,
	made: SandboxRequest,
	isMultiple: boolean,
): Promise<void> {
	const body = isMultiple ? await readFile(await zipOf(state, made)) : await renderPdf(made.files[0]!);
	response.writeHead(Number(state.knobs.syncStatus), {
		'content-type': isMultiple ? 'application/zip' : 'application/pdf',
		'content-length': body.length,
		'file-url': `${baseUrl(state, made.generation)}/file/download/${made.requestId}`,
		...(made.generation === 'old' && { 'file-id': made.files[0]!.fileId }),
		...(made.generation === 'new' && { 'request-id': made.requestId, ...mappingHeader(state, made) }),
	});
	response.end(body);
}

function mappingHeader(state: State, made: SandboxRequest): Record<string, string> {
	const { fileMapping: knob } = state.knobs;
	if (knob === 'none') return {};
	return { 'x-file-mapping': knob === 'malformed' ? '%5B%7B%E3%81' : fileMapping(state, made) };
}
