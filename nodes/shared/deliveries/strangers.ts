import { createHash } from 'crypto';
import type { HttpContext } from '../http/send';
import { BoundedSet } from '../run/boundedSet';
import { clock } from '../run/clock';
import { takeTurn } from './turns';
import type { Refusal } from './verdict';
import { processMemory } from '../run/processMemory';

/** What deliveries that prove nothing by themselves may cost an API. */
export interface Allowance {
	/** Requests in a minute that came to nothing, after which no more is asked. */
	strangers: number;
	/** The same for one address. */
	perSource: number;
	/** The same for addresses that a confirmed delivery came from before, and once more for what is known. */
	known: number;
	/** Questions under way at once, for strangers and for what is known. */
	atOnce: number;
}

/** What a question costs, told while it is asked. */
export interface Tally {
	/** One request was sent. */
	count(): void;
	/** The delivery is confirmed: what it costs is genuine work. */
	confirm(): void;
}

/** A delivery that nobody vouches for. */
export interface Stranger {
	/** Whose budget it is: the API and the credential. */
	account: string;
	/** The address that it came from. */
	source: string | undefined;
	/** What it is about, so that the same is asked once. A stranger's text: it is kept as a digest. */
	about: string;
	/** Something about it was confirmed before, an ID that nobody guesses for example. */
	isKnown?: boolean;
}

const MINUTE_MS = 60_000;
/** What an API does not know it will mostly never know. */
const NO_REMEMBERED_MS = 60_000;
const NOES_AT_MOST = 5_000;
const SOURCES_AT_MOST = 1_000;
const ACCOUNTS_AT_MOST = 200;

/** Of one address, until it has shown that it is no stranger's. */
const PER_SOURCE_AT_ONCE = 2;
/** More than those wait in vain: there is no time for all of them. */
const IN_LINE_AT_MOST = 100;

/** What nobody knows, what comes from an address that proved itself, and what is about something that nobody guesses. */
type Lane = 'strangers' | 'sources' | 'known';

interface Spending {
	at: number;
	source: string;
	lane: Lane;
	requests: number;
}

interface Account {
	spent: Spending[];
	/** Addresses that a confirmed delivery came from, the newest last. */
	provenSources: BoundedSet;
	/** Definite noes, with the time until which they are remembered. */
	noes: Map<string, { until: number; refusal: Refusal }>;
	underWay: Map<string, Promise<unknown>>;
}

const accounts = processMemory<string, Account>();

type Ask<Answer> = (tally: Tally) => Promise<Answer | Refusal>;

/**
 * Asks an API about a delivery that proves nothing by itself. One question for all that wait for the same answer; none
 * about what got a definite no a moment ago; and none once strangers have used up their share: then `busy`.
 */
export async function askForStranger<Answer extends { kind: string }>(
	stranger: Stranger,
	allowance: Allowance,
	signal: AbortSignal,
	ask: Ask<Answer>,
): Promise<Answer | Refusal> {
	const account = accountOf(stranger.account);
	const about = createHash('sha256').update(stranger.about).digest('base64');
	const no = account.noes.get(about);
	if (no !== undefined && no.until > clock.now()) return no.refusal;
	const other = account.underWay.get(about) as Promise<Answer | Refusal> | undefined;
	if (other !== undefined) return await other;
	const question = askInTurn(account, stranger, allowance, signal, ask).finally(() =>
		account.underWay.delete(about),
	);
	account.underWay.set(about, question);
	const answer = await question;
	if (answer.kind === 'rejected') remember(account, about, answer as Refusal);
	return answer;
}

async function askInTurn<Answer extends { kind: string }>(
	account: Account,
	stranger: Stranger,
	allowance: Allowance,
	signal: AbortSignal,
	ask: Ask<Answer>,
): Promise<Answer | Refusal> {
	const source = sourceName(stranger.source);
	const laneNow = (): Lane =>
		stranger.isKnown === true ? 'known' : account.provenSources.has(source) ? 'sources' : 'strangers';
	const turns: Array<() => void> = [];
	const take = async (line: string, atOnce: number) => {
		const giveBack = await takeTurn(line, { atOnce, inLine: IN_LINE_AT_MOST }, signal);
		if (giveBack !== undefined) turns.push(giveBack);
		return giveBack !== undefined;
	};
	const endTurns = () => turns.splice(0).forEach((giveBack) => giveBack());
	try {
		if (laneNow() === 'strangers') {
			if (isUsedUp(account, source, 'strangers', allowance)) return usedUp;
			if (!(await take(`${stranger.account} ${source}`, PER_SOURCE_AT_ONCE))) return tooMany;
			// Another delivery from there was confirmed meanwhile: those behind need not wait for this one.
			if (laneNow() !== 'strangers') endTurns();
		}
		const lane = laneNow();
		if (!(await take(`${stranger.account} ${lane}`, allowance.atOnce))) return tooMany;
		if (isUsedUp(account, source, lane, allowance)) return usedUp;
		return await askAndCharge(account, source, lane, ask);
	} finally {
		endTurns();
	}
}

async function askAndCharge<Answer extends { kind: string }>(
	account: Account,
	source: string,
	lane: Lane,
	ask: Ask<Answer>,
): Promise<Answer | Refusal> {
	let requests = 0;
	let isConfirmed = false;
	const confirm = () => {
		isConfirmed = true;
		account.provenSources.add(source);
	};
	try {
		return await ask({ count: () => requests++, confirm });
	} finally {
		if (!isConfirmed) account.spent.push({ at: clock.now(), source, lane, requests });
	}
}

function isUsedUp(account: Account, source: string, lane: Lane, allowance: Allowance): boolean {
	const now = clock.now();
	account.spent = account.spent.filter(({ at }) => now - at < MINUTE_MS);
	const ofLane = account.spent.filter((entry) => entry.lane === lane);
	const sum = (entries: Spending[]) => entries.reduce((all, { requests }) => all + requests, 0);
	const share = lane === 'strangers' ? allowance.strangers : allowance.known;
	if (sum(ofLane) >= share) return true;
	return (
		lane === 'strangers' && sum(ofLane.filter((entry) => entry.source === source)) >= allowance.perSource
	);
}

function remember(account: Account, about: string, refusal: Refusal): void {
	account.noes.delete(about);
	account.noes.set(about, { until: clock.now() + NO_REMEMBERED_MS, refusal });
	const [oldest] = account.noes.keys();
	if (account.noes.size > NOES_AT_MOST && oldest !== undefined) account.noes.delete(oldest);
}

/** Of IPv6 whoever has one address has 2^64 of them: the first half is the source. */
function sourceName(address: string | undefined): string {
	const text = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 45);
	return text.includes(':') ? text.split(':').slice(0, 4).join(':') : text;
}

function accountOf(name: string): Account {
	const account = accounts.get(name) ?? {
		spent: [],
		provenSources: new BoundedSet(SOURCES_AT_MOST),
		noes: new Map(),
		underWay: new Map(),
	};
	accounts.delete(name);
	accounts.set(name, account);
	const [oldest] = accounts.keys();
	if (accounts.size > ACCOUNTS_AT_MOST && oldest !== undefined) accounts.delete(oldest);
	return account;
}

/** A context whose requests are counted. */
export const counting = (context: HttpContext, count: () => void): HttpContext => ({
	helpers: {
		httpRequest: async (options) => {
			count();
			return (await context.helpers.httpRequest(options)) as unknown;
		},
	},
});

/** For what something vouches for: nothing is counted. */
export const genuine: Tally = { count: () => {}, confirm: () => {} };

const usedUp: Refusal = {
	kind: 'busy',
	reason:
		'the requests to the API that unproven deliveries may cause are used up for this minute. A token under "Verify Deliveries With" keeps strangers out',
};

const tooMany: Refusal = {
	kind: 'busy',
	reason:
		'too many unproven deliveries are being confirmed at the moment. A token under "Verify Deliveries With" keeps strangers out',
};
