import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { ReportFlowApi } from '../api/transport';
import { reportFlow } from '../facts';
import { choiceOf, flagOf } from '../../shared/run/fieldValues';
import type { Content } from './request';
import { returnField } from './generateFields';
import { passcodeOption, shareOption } from './optionFields';

/** The options, as the user or an expression left them. */
interface Options {
	passthrough?: { values?: Array<{ name?: unknown; value?: unknown }> };
	shareType?: unknown;
	passcodeEnabled?: unknown;
}

/** Sharing, and what comes back; only the single host knows them. */
export function readExtras(
	context: IExecuteFunctions,
	itemIndex: number,
	{ generation }: ReportFlowApi,
): { content: Partial<Content>; known: { correlationId?: string } } {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const { passthrough, shareType, passcodeEnabled } = options;
	const pairs = (passthrough?.values ?? [])
		.map(({ name, value }): [string, string] => [String(name ?? '').trim(), toText(value)])
		.filter(([name]) => name !== '');
	if (generation === 'workspace') {
		if (pairs.length === 0 && shareType === undefined && passcodeEnabled === undefined) {
			return { content: {}, known: {} };
		}
		throw new RemedyError(
			'A workspace with its own address supports neither sharing nor pass-through data',
			'Remove "Share With", "Ask for a Passcode" and "Pass-Through Data" from the options.',
		);
	}
	const { key, prefix, waitedPrefix } = reportFlow.correlation;
	if (pairs.some(([name]) => name === key)) {
		throw new RemedyError(
			`The name ${key} under "Pass-Through Data" is taken: this node sends its own ID under it`,
			'Choose another name.',
		);
	}
	const when = choiceOf(returnField, context.getNodeParameter('when', itemIndex, 'file'));
	const correlationId = (when === 'atOnce' ? prefix : waitedPrefix) + randomUUID();
	return {
		content: {
			...(shareType !== undefined && {
				shareType: reportFlow.shareTypes[choiceOf(shareOption, shareType) as ShareType],
			}),
			...(passcodeEnabled !== undefined && { passcodeEnabled: flagOf(passcodeOption, passcodeEnabled) }),
			passthrough: { ...Object.fromEntries(pairs), [key]: correlationId },
		},
		known: { correlationId },
	};
}

type ShareType = keyof typeof reportFlow.shareTypes;

const toText = (value: unknown): string =>
	typeof value === 'object' && value !== null
		? JSON.stringify(value as IDataObject)
		: String((value as string | undefined) ?? '');
