import { randomBytes, randomUUID } from 'node:crypto';
import type { Content, Wish } from './checkWish.mts';
import { countPages, printedLines } from './render.mts';
import type { Generation, SandboxFile, SandboxRequest, State } from './state.mts';

/** Request codes and response names differ on purpose. */
const shareTypes: Record<string, string> = { '01': 'workspace', '02': 'invited', '03': 'public' };

/** Takes on a request to generate: from here on it is paid for. */
export function takeOn(
	state: State,
	wish: Wish,
	{ generation, isSync }: { generation: Generation; isSync: boolean },
): SandboxRequest {
	const { design, version } = wish;
	const request: SandboxRequest = {
		requestId: generation === 'new' ? newId() : randomUUID(),
		generation,
		isSync,
		design,
		version,
		files: wish.contents.map((content) => makeFile(state, wish, content, generation)),
		state: 'queued',
		expiresAt: new Date(Date.now() + state.retentionMs),
	};
	state.generated.set(request.requestId, request);
	return request;
}

/** 16 characters, "not a UUID", like `0eGLPoUzbuBv5EEj`. */
const newId = () => randomBytes(12).toString('base64').replace(/[+/]/g, 'x');

/** OLD knows neither sharing nor `passthrough`. */
function makeFile(
	state: State,
	{ design, version }: Wish,
	{ fileName, params, shareType = '01', passcodeEnabled = false, passthrough }: Content,
	generation: Generation,
): SandboxFile {
	const isNew = generation === 'new';
	return {
		fileId: isNew ? newId() : `file_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
		fileName: nameOf(state, fileName),
		design,
		version,
		params,
		...(isNew && passthrough && { passthrough }),
		shareType:
			state.knobs.shareTypes === 'unknown' ? 'private' : (shareTypes[isNew ? shareType : '01'] ?? ''),
		passcodeEnabled: isNew && passcodeEnabled,
		padding: state.padding,
		pages: countPages(printedLines(design, version, params)),
		madeAt: new Date(),
	};
}

/** "the n8n node says to omit the extension because `.pdf` is appended automatically"; "Docs show `invoice.pdf`". */
function nameOf({ knobs }: State, given: string): string {
	if (knobs.fileNames === 'as-sent') return given;
	if (knobs.fileNames === 'append-if-missing' && /\.pdf$/i.test(given)) return given;
	return `${given}.pdf`;
}
