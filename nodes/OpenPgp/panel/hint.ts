import type { INodeExecutionData } from 'n8n-workflow';
import { tableSeen } from '../../ReportFile/files/tableSeen';
import { withoutHtml, type Hint } from '../../shared/run/hints';

/** What the hints read of the facts in the items. */
interface Facts {
	bytes?: number;
	inputBytes?: number;
	durationMs?: number;
	verdict?: string;
	signature?: { verdict: string; signer?: Named };
	signer?: Named;
	recipients?: unknown[];
	warnings?: string[];
	kind?: string;
}

interface Named {
	keyId: string;
	userId?: string;
}

const done = { decrypt: 'decrypted', encrypt: 'encrypted', sign: 'signed', verify: 'checked' };

const info = (message: string): Hint[] => [{ message, type: 'info' }];

/** One line about the files of a run, for the panel of the node. */
export const fileHints =
	(operation: keyof typeof done) =>
	(items: INodeExecutionData[]): Hint[] =>
		items.length === 0 ? [] : info([fileHint(operation, items), ...tableSeen(items)].join('. '));

export const keyHints = (items: INodeExecutionData[]): Hint[] =>
	items.length === 0 ? [] : info(keyHint(items));

function fileHint(operation: keyof typeof done, items: INodeExecutionData[]): string {
	const facts = items.map(({ json }) => (json.openPgp ?? {}) as Facts);
	const bytes = sum(facts.map((one) => one.inputBytes ?? one.bytes ?? 0));
	const seconds = sum(facts.map(({ durationMs = 0 }) => durationMs)) / 1_000;
	return [
		`${facts.length > 1 ? `${facts.length} files, ` : ''}${size(bytes)} ${done[operation]}${operation === 'encrypt' ? recipientsOf(facts) : ''}`,
		// Below a second, a speed would only tell how long the keys took.
		seconds >= 1 && bytes >= 1e6 ? `${Math.round(bytes / 1e6 / seconds)} MB/s` : '',
		signersOf(operation, facts),
		warningsOf(facts),
	]
		.filter((part) => part !== '')
		.join(', ');
}

function keyHint(items: INodeExecutionData[]): string {
	const days = items.map(({ json }) => json.daysLeft).filter((left) => typeof left === 'number');
	const count = `${items.length} ${items.length === 1 ? 'key' : 'keys'}`;
	if (days.length === 0) return `${count}, none of which expires`;
	const next = Math.min(...days);
	const expired = days.filter((left) => left < 0).length;
	return expired > 0
		? `${count}, ${expired} expired`
		: `${count}, the next one expires in ${next === 0 ? 'less than a day' : next === 1 ? '1 day' : `${next} days`}`;
}

function recipientsOf(facts: Facts[]): string {
	const most = Math.max(...facts.map(({ recipients }) => recipients?.length ?? 0));
	if (most === 0) return ' with a password';
	return most === 1 ? ' to 1 key' : ` to ${most} keys`;
}

function signersOf(operation: string, facts: Facts[]): string {
	const verdicts = facts.map(({ signature, verdict, signer }) => {
		if (signature !== undefined) return { ...signature };
		return { verdict: verdict ?? (signer === undefined ? 'none' : 'valid'), ...(signer && { signer }) };
	});
	const valid = verdicts.filter(({ verdict }) => verdict === 'valid');
	const names = [...new Set(valid.map(({ signer }) => (signer === undefined ? '' : plain(signer))))];
	const [first] = names;
	const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
	const isAboutSignatures = operation === 'decrypt' || operation === 'verify';
	const unsigned = verdicts.length - valid.length;
	const without =
		unsigned === 0 || !isAboutSignatures
			? ''
			: unsigned === facts.length
				? 'no valid signature'
				: `${unsigned} without a valid signature`;
	return [first === undefined ? '' : `signed by ${first}${others}`, without]
		.filter((part) => part !== '')
		.join(', ');
}

/** The use of a door of Compatibility, or a repair: it goes on, and is told. */
function warningsOf(facts: Facts[]): string {
	const [first, ...others] = [...new Set(facts.flatMap(({ warnings = [] }) => warnings))];
	if (first === undefined) return '';
	return withoutHtml(
		`note: ${first}${others.length > 0 ? ` And ${others.length} more in the warnings.` : ''}`,
	);
}

const plain = ({ userId, keyId }: Named) => withoutHtml(userId ?? keyId);

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

function size(bytes: number): string {
	if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
	if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
	return bytes >= 1e3 ? `${(bytes / 1e3).toFixed(1)} kB` : `${bytes} bytes`;
}
