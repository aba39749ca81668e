import type { INodeCredentialTestResult } from 'n8n-workflow';

/** One part of a credential, as its test finds it. */
export interface CredentialPart {
	/** What the part is for, as a heading: "API", "Webhook token". */
	name: string;
	/** A sentence for each entry that works. */
	works: string[];
	/** A sentence for each entry that cannot be used, and what to do about it. */
	problems: string[];
	/** What the part is needed for: completes "Fill it in for …". */
	neededFor: string;
}

/**
 * What the test says of all parts. An empty part is not a problem: which parts are needed depends on what the
 * credential is used for. A broken entry beside a good one is a note. A part with nothing but broken entries fails the test.
 */
export function judgeParts(parts: CredentialPart[]): INodeCredentialTestResult {
	const filled = parts.filter(isFilled);
	const broken = filled.filter(({ works }) => works.length === 0);
	const empty = parts.filter((part) => !isFilled(part));
	if (filled.length === 0) {
		return { status: 'Error', message: `Nothing is filled in yet. ${empty.map(sayEmpty).join(' ')}` };
	}
	if (broken.length > 0) {
		const working = filled.filter((part) => !broken.includes(part));
		return { status: 'Error', message: [...broken, ...working].map(say).join(' ') };
	}
	return { status: 'OK', message: [...filled.map(say), ...empty.map(sayEmpty)].join(' ') };
}

const isFilled = ({ works, problems }: CredentialPart) => works.length + problems.length > 0;

function say({ name, works, problems }: CredentialPart): string {
	if (works.length === 0) return `${name}: ${problems.join(' ')}`;
	return [`${name}: ${works.join(' ')}`, ...problems.map((problem) => `Note: ${problem}`)].join(' ');
}

const sayEmpty = ({ name, neededFor }: CredentialPart) => `${name}: empty; needed for ${neededFor}.`;
