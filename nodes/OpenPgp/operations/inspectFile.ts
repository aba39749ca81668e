import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { ringOf } from '../keys/credential';
import { InspectionFacts } from '../facts';
import { sourceFields } from '../panel/inputFields';
import { inspectHints } from '../panel/inspectHint';
import { inspectSource } from '../files/inspectSource';
import { resultItem, withSource } from '../files/source';
import { openSessionKeys } from '../engine/openSessionKeys';

export const inspectFile: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a file',
	description: 'See what a file is and who can open it, without a key',
	output: z.object({ openPgp: InspectionFacts }).passthrough(),
	fields: [
		...sourceFields,
		{
			// While it is off, the node needs no credential.
			displayName: 'Try Your Keys',
			name: 'tryKeys',
			type: 'boolean',
			default: false,
			description: 'Whether to check if one of the private keys in the credential opens the file',
		},
	],
	hints: inspectHints,
	noCredentialWhen: { tryKeys: [false] },
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const isTried = context.getNodeParameter('tryKeys', itemIndex, false) as boolean;
		const ring = isTried ? await ringOf(context, itemIndex) : undefined;
		// Only the head is read; then the file is closed.
		const { facts, sessionKeys, work } = await withSource(
			context,
			itemIndex,
			async ({ bytes }) => await inspectSource(bytes),
		);
		if (ring === undefined || facts.kind !== 'encrypted') return [resultItem(item, {}, facts, '')];
		const sessionKey = await openSessionKeys(sessionKeys, ring, work);
		const { encryption } = facts;
		const cipher = encryption?.cipher ?? sessionKey?.algorithm;
		const known: InspectionFacts = {
			...facts,
			...(encryption && { encryption: { ...encryption, ...(cipher && { cipher }) } }),
			opensWithYourKeys: sessionKey !== undefined,
		};
		return [resultItem(item, {}, known, '')];
	},
};
