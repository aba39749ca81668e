import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { safeFileName } from '../../shared/fileNames';
import { RemedyError } from '../../shared/remedyError';
import { compareNames } from '../designs/compareNames';
import { lookUpsOf } from '../designs/designs';
import { reportFlow } from '../facts';
import { fromFields } from '../designs/parameterFields';
import { isRecord } from '../designs/parameters';
import type { ReportFlowApi } from '../api/transport';

/** One PDF as ReportFlow is asked for it. */
export interface Content {
	fileName: string;
	params: Record<string, unknown>;
	shareType?: string;
	passcodeEnabled?: boolean;
	passthrough?: Record<string, string>;
}

/** What an item wants, without the values: what has to be known of it once it was sent. */
export interface Asked {
	designId: string;
	version: number;
	fileName: string;
	/** What we add to `passthrough`; undefined where nothing comes back. */
	correlationId?: string;
	/** What the user should know of it. */
	warnings: Warnings;
}

/** One PDF of a design. */
export interface Wish extends Asked {
	content: Content;
}

export interface Warnings {
	unknownParameters?: string[];
	missingParameters?: string[];
	/** The names could not be compared, and why. */
	notCompared?: string;
}

interface Options {
	passthrough?: { values?: Array<{ name?: unknown; value?: unknown }> };
	whenNamesDiffer?: 'warn' | 'error' | 'ignore';
	shareType?: keyof typeof reportFlow.shareTypes;
	passcodeEnabled?: boolean;
}

/** Reads what the item wants, and looks up what is missing for it. Nothing is generated yet. */
export async function readWish(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
): Promise<Wish> {
	const designId = readDesignId(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const fileName = readFileName(context, itemIndex);
	const version = await readVersion(context, itemIndex, api, designId);
	const params = await readParams(context, itemIndex, api, designId, version);
	const warnings = await compare(context, api, designId, version, params, options.whenNamesDiffer);
	const extras = readExtras(context, itemIndex, api, options);
	return {
		designId,
		version,
		fileName,
		content: { fileName, params, ...extras.content },
		...extras.known,
		warnings,
	};
}

export function readDesignId(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('designId', itemIndex, '', { extractValue: true });
	const designId = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
	if (designId !== '') return designId;
	throw new RemedyError('No design is chosen', 'Choose a design from the list, or fill in its ID.');
}

/** Undefined for the latest. */
export function readVersionNumber(context: IExecuteFunctions, itemIndex: number): number | undefined {
	if (context.getNodeParameter('version', itemIndex, 'latest') !== 'number') return undefined;
	const version = Number(context.getNodeParameter('versionNumber', itemIndex, 1));
	if (Number.isInteger(version) && version > 0) return version;
	throw new RemedyError('The version is no whole number', 'Versions of a design are 1, 2, 3 and so on.');
}

const readVersion = async (
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
	designId: string,
): Promise<number> =>
	readVersionNumber(context, itemIndex) ?? (await lookUpsOf(context, api).latestVersion(designId));

function readFileName(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('fileName', itemIndex, '');
	const isText = typeof given === 'string' || typeof given === 'number';
	const fileName = safeFileName(isText ? String(given).trim() : '');
	if (fileName !== undefined) return fileName;
	throw new RemedyError('The file name is missing', 'Fill in "File Name", for example invoice-2026-001.pdf.');
}

async function readParams(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
	designId: string,
	version: number,
): Promise<Record<string, unknown>> {
	if (context.getNodeParameter('parametersBy', itemIndex, 'fields') === 'json') {
		return readJson(context.getNodeParameter('parametersJson', itemIndex, '{}'));
	}
	const mode = context.getNodeParameter('parameters.mappingMode', itemIndex, 'defineBelow');
	if (mode !== 'autoMapInputData') {
		const values: unknown = context.getNodeParameter('parameters.value', itemIndex, {});
		return fromFields(isRecord(values) ? values : {});
	}
	// What else the item holds, an e-mail address for example, is none of ReportFlow's business.
	const { json } = context.getInputData()[itemIndex]!;
	const parameters = await lookUpsOf(context, api).parameters(designId, version);
	const known = parameters.filter(({ name }) => Object.hasOwn(json, name));
	return Object.fromEntries(known.map(({ name }) => [name, json[name]]));
}

function readJson(given: unknown): Record<string, unknown> {
	const value = typeof given === 'string' ? parse(given) : given;
	if (isRecord(value)) return value;
	throw new RemedyError(
		'"Parameters (JSON)" holds no JSON object',
		'Fill in an object such as {"customerName": "Company A"}.',
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

async function compare(
	context: IExecuteFunctions,
	api: ReportFlowApi,
	designId: string,
	version: number,
	params: Record<string, unknown>,
	how: Options['whenNamesDiffer'] = 'warn',
): Promise<Warnings> {
	if (how === 'ignore') return {};
	const looked = await lookUpsOf(context, api)
		.parameters(designId, version)
		.catch((error: unknown) => ({ error }));
	if ('error' in looked) {
		// What would fail the generation as well is told at once; nothing was generated.
		const mayPass = looked.error instanceof RemedyError && !isFinal(looked.error) && how === 'warn';
		if (!mayPass) throw looked.error;
		return { notCompared: (looked.error as RemedyError).message };
	}
	const { unknown, missing } = compareNames(params, looked);
	if (how === 'error' && unknown.length + missing.length > 0) throw differing(unknown, missing);
	return {
		...(unknown.length > 0 && { unknownParameters: unknown }),
		...(missing.length > 0 && { missingParameters: missing }),
	};
}

const isFinal = ({ status = 0 }: RemedyError) => [401, 404, 412].includes(status);

function differing(unknown: string[], missing: string[]): RemedyError {
	const parts = [
		unknown.length > 0 ? `the design does not know ${unknown.join(', ')}` : '',
		missing.length > 0 ? `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing` : '',
	].filter(Boolean);
	return new RemedyError(
		`The parameters do not fit the design: ${parts.join('; ')}`,
		'Correct the names, or choose "Warn" under "If Parameter Names Differ". Nothing was generated.',
	);
}

/** Sharing, and what comes back; only the single host knows them. */
function readExtras(
	context: IExecuteFunctions,
	itemIndex: number,
	{ generation }: ReportFlowApi,
	{ passthrough, shareType, passcodeEnabled }: Options,
): { content: Partial<Content>; known: { correlationId?: string } } {
	const pairs = (passthrough?.values ?? [])
		.map(({ name, value }): [string, string] => [String(name ?? '').trim(), toText(value)])
		.filter(([name]) => name !== '');
	if (generation === 'workspace') {
		if (pairs.length === 0 && shareType === undefined && passcodeEnabled === undefined) {
			return { content: {}, known: {} };
		}
		throw new RemedyError(
			'A workspace with an address of its own knows no sharing and gives no data back',
			'Remove "Share With", "Ask for a Passcode" and "Data to Get Back" from the options.',
		);
	}
	const { key, prefix, waitedPrefix } = reportFlow.correlation;
	if (pairs.some(([name]) => name === key)) {
		throw new RemedyError(
			`The name ${key} under "Data to Get Back" is taken: this node sends an ID of its own with it`,
			'Choose another name.',
		);
	}
	const isWaitedFor = context.getNodeParameter('when', itemIndex, 'file') !== 'atOnce';
	const correlationId = (isWaitedFor ? waitedPrefix : prefix) + randomUUID();
	return {
		content: {
			...(shareType !== undefined && { shareType: reportFlow.shareTypes[shareType] }),
			...(passcodeEnabled !== undefined && { passcodeEnabled }),
			passthrough: { ...Object.fromEntries(pairs), [key]: correlationId },
		},
		known: { correlationId },
	};
}

const toText = (value: unknown): string =>
	typeof value === 'object' && value !== null
		? JSON.stringify(value as IDataObject)
		: String((value as string | undefined) ?? '');
