import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fileSize } from '../shared/files/fileSize';

/** What a hint reads of the items. */
interface Facts {
	file?: { bytes?: number; decrypted?: boolean; signature?: { verdict: string; signer?: Signer } };
	details?: Record<string, unknown>;
}

interface Signer {
	keyId: string;
	userId?: string;
}

/** Says in a line, in the panel of the node, what a run did where the items themselves do not show it at once. */
export function addHints(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	const operation = context.getNodeParameter('operation', 0, '') as string;
	const message = hintOf(operation, items);
	if (message !== undefined) context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** Undefined when there is nothing to say. */
export function hintOf(operation: string, items: INodeExecutionData[]): string | undefined {
	const facts = items
		.filter(({ json, error }) => error === undefined && json.error === undefined)
		.map(({ json }) => json as Facts);
	if (facts.length === 0) return undefined;
	if (operation === 'download') return downloadHint(facts);
	if (operation === 'request') return requestHint(facts);
	return undefined;
}

function downloadHint(all: Facts[]): string {
	const files = all.map(({ file = {} }) => file);
	const bytes = files.reduce((total, file) => total + (file.bytes ?? 0), 0);
	const decrypted = files.filter((file) => file.decrypted);
	const count = files.length > 1 ? `${files.length} files, ` : '';
	if (decrypted.length === 0) return `${count}${fileSize(bytes)} downloaded, not decrypted`;
	const how = decrypted.length === files.length ? 'and decrypted' : `, ${decrypted.length} of them decrypted`;
	return `${count}${fileSize(bytes)} downloaded ${how}, ${signersOf(decrypted)}`.replace(' ,', ',');
}

function signersOf(files: Array<NonNullable<Facts['file']>>): string {
	const valid = files.flatMap(({ signature }) => (signature?.verdict === 'valid' ? [signature] : []));
	if (valid.length === 0) {
		const isAnySigned = files.some(({ signature }) => (signature?.verdict ?? 'none') !== 'none');
		return isAnySigned ? 'no valid signature' : 'not signed';
	}
	const names = [...new Set(valid.flatMap(({ signer }) => (signer === undefined ? [] : [plain(signer)])))];
	const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
	const without = files.length - valid.length;
	return `signed by ${names[0] ?? 'a known key'}${others}${without > 0 ? `, ${without} without a valid signature` : ''}`;
}

function requestHint(all: Facts[]): string | undefined {
	const details = all.map((one) => one.details ?? {});
	const repeated = details.filter(({ wasRequestedBefore }) => wasRequestedBefore === true).length;
	const clamped = details.find(({ wantedFrom }) => wantedFrom !== undefined);
	const last = details.filter(({ wantedFrom }) => wantedFrom !== undefined).at(-1);
	const parts = [
		details.length > 1 ? `${details.length} reports` : '',
		repeated === 0
			? ''
			: repeated === 1
				? '1 had been requested before'
				: `${repeated} had been requested before`,
		clamped &&
			`only ${String(clamped.from)} to ${String(last?.to)} of the days from ${String(clamped.wantedFrom)} to ${String(clamped.wantedTo)}: Tesouro has no data of the others`,
	].filter(Boolean);
	return repeated > 0 || clamped ? parts.join(', ') : undefined;
}

/** Hints are shown as HTML, and a user ID is what its owner made it. */
const plain = ({ userId, keyId }: Signer) =>
	(userId ?? keyId).replace(/</g, '(').replace(/>/g, ')').replace(/[&"']/g, '');
