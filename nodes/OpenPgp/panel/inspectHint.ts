import type { INodeExecutionData } from 'n8n-workflow';
import { withoutHtml, type Hint } from '../../shared/run/hints';
import type { InspectionFacts } from '../facts';

const IDS_TOLD = 3;

const kinds: Record<InspectionFacts['kind'], string> = {
	encrypted: 'An encrypted file',
	signed: 'A signed file, not encrypted',
	'cleartext signed': 'A text with a signature below it',
	'detached signature': 'A signature that belongs to another file',
	'public key': 'A public key',
	'private key': 'A private key',
	'neither encrypted nor signed': 'OpenPGP data that is neither encrypted nor signed',
	'not OpenPGP': 'Not an OpenPGP file',
};

/** What was found: of one file in words, of several how many of each kind. */
export function inspectHints(items: INodeExecutionData[]): Hint[] {
	const found = items.map(({ json }) => json.openPgp as unknown as InspectionFacts);
	const [first, ...others] = found;
	if (first === undefined) return [];
	const message = others.length === 0 ? hintOf(first) : countKinds(found);
	return [{ message: withoutHtml(message), type: 'info' }];
}

function hintOf(facts: InspectionFacts): string {
	const { kind, what, remedy, warnings = [] } = facts;
	const found = what === undefined ? kinds[kind] : `${kinds[kind]}: it is ${what}`;
	return [
		`${[found, ...recipientsOf(facts), ...signersOf(facts)].join(', ')}.`,
		...protectionOf(facts),
		...(remedy === undefined ? [] : [remedy]),
		...warnings.map((warning) => `Note: ${warning}`),
	].join(' ');
}

function recipientsOf({ recipients = [], passwords = 0 }: InspectionFacts): string[] {
	const shown = recipients.flatMap(({ keyId }) => keyId ?? []);
	const hidden = recipients.length - shown.length;
	return [
		...(shown.length > 0 ? [`to ${countOf(shown.length, 'key')} (${shorten(shown)})`] : []),
		...(hidden > 0 ? [`to ${countOf(hidden, 'hidden key')}`] : []),
		...(passwords > 0 ? [`with ${countOf(passwords, 'password')}`] : []),
	];
}

/** Nothing of it was checked. */
function signersOf({ signatures = [] }: InspectionFacts): string[] {
	const signers = [...new Set(signatures.flatMap(({ keyId }) => keyId ?? []))];
	return signers.length > 0 ? [`says that it is signed by ${shorten(signers)} (not checked)`] : [];
}

function protectionOf({ encryption, opensWithYourKeys }: InspectionFacts): string[] {
	return [
		...(encryption?.integrity === 'none' ? ['It has no integrity protection.'] : []),
		...(opensWithYourKeys === undefined
			? []
			: [opensWithYourKeys ? 'One of your keys opens it.' : 'None of your keys opens it.']),
	];
}

function countKinds(found: InspectionFacts[]): string {
	const counts = new Map<string, number>();
	for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	const unopened = found.filter(({ opensWithYourKeys }) => opensWithYourKeys === false).length;
	return [
		`${found.length} files: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}.`,
		...(unopened > 0 ? [`None of your keys opens ${unopened} of them.`] : []),
	].join(' ');
}

const shorten = (ids: string[]) =>
	ids.length > IDS_TOLD
		? `${ids.slice(0, IDS_TOLD).join(', ')} and ${ids.length - IDS_TOLD} more`
		: ids.join(', ');

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
