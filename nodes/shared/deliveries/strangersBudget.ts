import { BoundedSet } from '../run/boundedSet';
import { clock } from '../run/clock';
import type { Tally } from './tally';

/** What deliveries that prove nothing by themselves may cost an API. */
export interface Allowance {
	/** Requests in a minute that came to nothing, after which no more is asked. */
	strangers: number;
	/** The same for one address. */
	perSource: number;
	/** The same for addresses that a confirmed delivery came from before, and once more for what is known. */
	known: number;
	/** Questions under way at once, in each lane. */
	atOnce: number;
}

/**
 * Each lane has its own share: unknown senders, addresses that proved themselves, and deliveries about
 * something that cannot be guessed.
 */
export type Lane = 'strangers' | 'sources' | 'known';

interface Spending {
	at: number;
	source: string;
	lane: Lane;
	requests: number;
}

const MINUTE_MS = 60_000;
const SOURCES_AT_MOST = 1_000;

/** What strangers have spent of one API and credential in the last minute. */
export class StrangersBudget {
	private spent: Spending[] = [];
	private readonly provenSources = new BoundedSet(SOURCES_AT_MOST);

	/** The lane of a question now: an address moves up when a delivery from it is confirmed. */
	laneOf(source: string, isKnown: boolean): Lane {
		if (isKnown) return 'known';
		return this.provenSources.has(source) ? 'sources' : 'strangers';
	}

	isUsedUp(source: string, lane: Lane, allowance: Allowance): boolean {
		const now = clock.now();
		this.spent = this.spent.filter(({ at }) => now - at < MINUTE_MS);
		const ofLane = this.spent.filter((entry) => entry.lane === lane);
		const share = lane === 'strangers' ? allowance.strangers : allowance.known;
		if (requestsOf(ofLane) >= share) return true;
		const ofSource = ofLane.filter((entry) => entry.source === source);
		return lane === 'strangers' && requestsOf(ofSource) >= allowance.perSource;
	}

	/** Asks, and charges the requests unless the delivery is confirmed. */
	async charge<Answer>(source: string, lane: Lane, ask: (tally: Tally) => Promise<Answer>): Promise<Answer> {
		let requests = 0;
		let isConfirmed = false;
		const confirm = () => {
			isConfirmed = true;
			this.provenSources.add(source);
		};
		try {
			return await ask({ count: () => requests++, confirm });
		} finally {
			if (!isConfirmed && requests > 0) this.spent.push({ at: clock.now(), source, lane, requests });
		}
	}
}

const requestsOf = (entries: Spending[]): number => entries.reduce((sum, { requests }) => sum + requests, 0);

/** Anyone who has one IPv6 address has 2^64 of them: the first half is the source. */
export function sourceName(address: string | undefined): string {
	const text = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 45);
	return text.includes(':') ? text.split(':').slice(0, 4).join(':') : text;
}
