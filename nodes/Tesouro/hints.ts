import type { INodeExecutionData } from 'n8n-workflow';
import { tableSeen } from '../ReportFile/files/tableSeen';
import { fileSize } from '../shared/files/fileSize';
import { withoutHtml, type Hint } from '../shared/run/hints';

/** What a hint reads of the items. */
interface Facts {
	file?: { bytes?: number; decrypted?: boolean; signature?: { verdict: string; signer?: Signer } };
	details?: Record<string, unknown>;
}

interface Signer {
	keyId: string;
	userId?: string;
}

const infos = (message: string | undefined): Hint[] =>
	message === undefined ? [] : [{ message, type: 'info' }];

export const downloadHints = (items: INodeExecutionData[]): Hint[] =>
	items.length === 0
		? []
		: infos([downloadHint(items.map(({ json }) => json as Facts)), ...tableSeen(items)].join('. '));

export const requestHints = (items: INodeExecutionData[]): Hint[] =>
	infos(items.length === 0 ? undefined : requestHint(items.map(({ json }) => json as Facts)));

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
		repeated === 0 ? '' : `${repeated} had been requested before`,
		clamped &&
			`only ${String(clamped.from)} to ${String(last?.to)} of the days from ${String(clamped.wantedFrom)} to ${String(clamped.wantedTo)}: Tesouro has no data for the others`,
	].filter(Boolean);
	const next = 'Requested. Add Wait Until Ready, or let a Tesouro Trigger start when it is ready';
	return repeated > 0 || clamped ? parts.join(', ') : next;
}

const plain = ({ userId, keyId }: Signer) => withoutHtml(userId ?? keyId);
