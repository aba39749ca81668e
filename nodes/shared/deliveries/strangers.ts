import { createHash } from 'crypto';
import { clock } from '../run/clock';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';
import { sourceName, StrangersBudget, type Allowance } from './strangersBudget';
import type { Tally } from './tally';
import { takeTurn } from './turns';
import type { Refusal } from './verdict';

/** A delivery without proof. */
export interface Stranger {
	/** Whose budget it is: the API and the credential. */
	account: string;
	/** The address that it came from. */
	source: string | undefined;
	/** What it is about, so the same question is asked once. A stranger's text: it is kept as a digest. */
	about: string;
	/** Something about it was confirmed before, for example an ID that cannot be guessed. */
	isKnown?: boolean;
}

/** What an API does not know it will mostly never know. */
const NO_REMEMBERED_MS = 60_000;
const NOES_AT_MOST = 5_000;
const ACCOUNTS_AT_MOST = 200;

/** For one address, until it has shown that it is not a stranger's. */
const PER_SOURCE_AT_ONCE = 2;
/** There is no time for more than these: further ones are refused at once. */
const IN_LINE_AT_MOST = 100;

interface Account {
	budget: StrangersBudget;
	/** Definite noes, with the time until which they are remembered. */
	noes: Map<string, { until: number; refusal: Refusal }>;
	underWay: Map<string, Promise<unknown>>;
}

const accounts = processMemory<string, Account>();

type Ask<Answer> = (tally: Tally) => Promise<Answer | Refusal>;

/**
 * Asks an API about a delivery that proves nothing on its own. One question for all that wait for the same answer; none
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
	const question = askInTurn(account.budget, stranger, allowance, signal, ask).finally(() =>
		account.underWay.delete(about),
	);
	account.underWay.set(about, question);
	const answer = await question;
	if (answer.kind === 'rejected') {
		const no = { until: clock.now() + NO_REMEMBERED_MS, refusal: answer as Refusal };
		setNewest(account.noes, about, no, NOES_AT_MOST);
	}
	return answer;
}

async function askInTurn<Answer extends { kind: string }>(
	budget: StrangersBudget,
	stranger: Stranger,
	allowance: Allowance,
	signal: AbortSignal,
	ask: Ask<Answer>,
): Promise<Answer | Refusal> {
	const source = sourceName(stranger.source);
	const laneNow = () => budget.laneOf(source, stranger.isKnown === true);
	const turns: Array<() => void> = [];
	const take = async (line: string, atOnce: number) => {
		const giveBack = await takeTurn(line, { atOnce, inLine: IN_LINE_AT_MOST }, signal);
		if (giveBack !== undefined) turns.push(giveBack);
		return giveBack !== undefined;
	};
	const endTurns = () => turns.splice(0).forEach((giveBack) => giveBack());
	try {
		if (laneNow() === 'strangers') {
			if (budget.isUsedUp(source, 'strangers', allowance)) return usedUp;
			if (!(await take(`${stranger.account} ${source}`, PER_SOURCE_AT_ONCE))) return tooMany;
			// Another delivery from there has been confirmed: those after this one need not wait for it.
			if (laneNow() !== 'strangers') endTurns();
		}
		const lane = laneNow();
		if (!(await take(`${stranger.account} ${lane}`, allowance.atOnce))) return tooMany;
		if (budget.isUsedUp(source, lane, allowance)) return usedUp;
		return await budget.charge(source, lane, ask);
	} finally {
		endTurns();
	}
}

function accountOf(name: string): Account {
	const account = accounts.get(name) ?? {
		budget: new StrangersBudget(),
		noes: new Map(),
		underWay: new Map(),
	};
	setNewest(accounts, name, account, ACCOUNTS_AT_MOST);
	return account;
}

const busy = (reason: string): Refusal => ({
	kind: 'busy',
	reason: `${reason}. A token under "Verify Deliveries With" keeps strangers out`,
});

const usedUp = busy('unproven deliveries have used up the API requests that they may cause in a minute');
const tooMany = busy('too many unproven deliveries are being confirmed at the moment');
