import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { ReportFlowApi } from '../api/transport';
import { lookUpsOf } from '../designs/designs';
import { fromFields } from '../designs/parameterFields';
import { isRecord } from '../designs/parameters';
import { choiceOf } from '../../shared/run/fieldValues';
import { parametersByField } from './generateFields';

/** The values of an item, by the names of the design's parameters. */
export async function readParams(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ReportFlowApi,
	designId: string,
	version: number,
): Promise<Record<string, unknown>> {
	const by = choiceOf(parametersByField, context.getNodeParameter('parametersBy', itemIndex, 'fields'));
	if (by === 'json') {
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
		'"Parameters (JSON)" is not a JSON object',
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
