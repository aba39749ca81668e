import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { ReportFlowApi } from '../api/transport';
import { compareNames } from '../designs/compareNames';
import { lookUpsOf } from '../designs/designs';
import type { Warnings } from './request';

/**
 * Compares the names of the values with those of the design, since ReportFlow does not. Throws when the user wants that, and
 * when there is no value at all: a blank page is billed like any other.
 */
export async function compareWithDesign(
	context: IExecuteFunctions,
	api: ReportFlowApi,
	designId: string,
	version: number,
	params: Record<string, unknown>,
	how: string,
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
	if (looked.length > 0 && isEmpty(params)) throw nothingGiven();
	const { unknown, missing } = compareNames(params, looked);
	if (how === 'error' && unknown.length + missing.length > 0) throw differing(unknown, missing);
	return {
		...(unknown.length > 0 && { unknownParameters: unknown }),
		...(missing.length > 0 && { missingParameters: missing }),
	};
}

/** Whether there is no value to print, at any depth. */
function isEmpty(value: unknown): boolean {
	if (value === null || value === undefined || value === '') return true;
	return typeof value === 'object' && Object.values(value).every(isEmpty);
}

const nothingGiven = () =>
	new RemedyError(
		'No parameter of the design has a value: the PDF would be blank, and ReportFlow bills its pages',
		'Fill in the values, or choose "Don\'t Check" under "If Values Are Missing or Misnamed". Nothing was generated.',
	);

const isFinal = ({ status = 0 }: RemedyError) => [401, 404, 412].includes(status);

function differing(unknown: string[], missing: string[]): RemedyError {
	const parts = [
		unknown.length > 0 ? `the design does not know ${shorten(unknown)}` : '',
		missing.length > 0 ? `${shorten(missing)} ${missing.length > 1 ? 'are' : 'is'} missing` : '',
	].filter(Boolean);
	return new RemedyError(
		`The parameters do not fit the design: ${parts.join('; ')}`,
		'Correct the names, or choose "Warn" under "If Values Are Missing or Misnamed". Nothing was generated.',
	);
}

const NAMES_AT_MOST = 8;

/** Some of the names: thousands help nobody. */
export function shorten(names: string[]): string {
	const shown = names.slice(0, NAMES_AT_MOST).join(', ');
	return names.length > NAMES_AT_MOST ? `${shown} and ${names.length - NAMES_AT_MOST} more` : shown;
}
