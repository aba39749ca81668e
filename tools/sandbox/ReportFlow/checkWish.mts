import { errors, type ApiError } from './sendError.mts';
import type { Design } from './designs.mts';
import type { Generation, State } from './state.mts';

export interface Content {
	fileName: string;
	params: Record<string, unknown>;
	shareType?: string;
	passcodeEnabled?: boolean;
	passthrough?: Record<string, unknown>;
}

/** What somebody asks to be generated. */
export interface Wish {
	design: Design;
	version: number;
	contents: Content[];
}

// eslint-disable-next-line no-control-regex
const forbiddenInNames = /[/\\:*?"<>|\u0000-\u001f\u007f]/;
const shareCodes = ['01', '02', '03'];

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Validation "is an **array** for field errors and a **string** for a bad file name". */
export function checkWish(
	state: State,
	generation: Generation,
	isMultiple: boolean,
	body: unknown,
): Wish | ApiError {
	const given = isObject(body) ? body : {};
	const problems = [...problemsOf(given), ...contentProblems(given, isMultiple)];
	if (problems.length > 0) return { ...errors.badRequest, message: problems };

	const design = state.designs.find(({ id }) => id === given['designId']);
	if (!design) return generation === 'old' ? errors.noDesignOld : errors.noDesign;
	const version = given['version'] as number;
	if (version < 1 || version > design.versions.length) {
		return { ...errors.noVersion, message: `指定したバージョン(${version})が存在しません` };
	}
	const contents = (isMultiple ? given['contents'] : [given['content']]) as Content[];
	const name = contents.map(({ fileName }) => fileName).find((one) => forbiddenInNames.test(one));
	if (name !== undefined)
		return { ...errors.badRequest, message: `ファイル名に使用できない文字が含まれています: ${name}` };
	if (contents.length > state.filesPerRequest) {
		return {
			...errors.badRequest,
			message: `At most ${state.filesPerRequest} files can be made by one request`,
		};
	}
	return { design, version, contents };
}

function problemsOf({ designId, version }: Record<string, unknown>): string[] {
	return [
		...(typeof designId === 'string' && designId !== '' ? [] : ['designId must be a UUID']),
		...(Number.isInteger(version) ? [] : ['version must be an integer number']),
	];
}

function contentProblems(body: Record<string, unknown>, isMultiple: boolean): string[] {
	if (!isMultiple) return oneContent(body['content'], 'content');
	const { contents } = body;
	if (!Array.isArray(contents)) return ['contents must be an array'];
	if (contents.length === 0) return ['contents must contain at least 1 elements'];
	const names = contents.map((content) => String(Object(content)['fileName']).toLowerCase());
	return [
		...contents.flatMap((content, index) => oneContent(content, `contents.${index}`)),
		...(new Set(names).size < names.length ? ['contents.fileName must be unique'] : []),
	];
}

function oneContent(content: unknown, path: string): string[] {
	if (!isObject(content)) return [`${path} must be an object`];
	const { fileName, params, shareType, passcodeEnabled, passthrough } = content;
	const checks: Array<[boolean, string]> = [
		[typeof fileName === 'string' && fileName !== '', 'fileName should not be empty'],
		[isObject(params), 'params must be an object'],
		[
			shareType === undefined || shareCodes.includes(shareType as string),
			`shareType must be one of the following values: ${shareCodes.join(', ')}`,
		],
		[
			passcodeEnabled === undefined || typeof passcodeEnabled === 'boolean',
			'passcodeEnabled must be a boolean value',
		],
		[passthrough === undefined || isObject(passthrough), 'passthrough must be an object'],
	];
	return checks.flatMap(([isRight, problem]) => (isRight ? [] : [`${path}.${problem}`]));
}
