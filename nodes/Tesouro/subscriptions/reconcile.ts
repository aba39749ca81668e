import { RemedyError } from '../../shared/run/remedyError';
import type { TesouroApi } from '../api/transport';
import { changeSubscription } from './change';
import { listSubscriptions } from './list';
import { isOurs, makePlan, type Owned, type Plan, type Step } from './plan';
import { patchSubscription } from './requests';
import { subscribe } from './subscribe';
import type { Subscription } from './subscription';

/** What a trigger wants of Tesouro, and what it remembers. */
export interface Goal {
	eventTypes: string[];
	url: string;
	owned: Owned[];
	/** In milliseconds since 1970: no step is begun later, because n8n and a person wait for the outcome. */
	deadline: number;
}

export interface Outcome {
	/** One for each event type, active, delivering to the URL. */
	active: Subscription[];
	/** These and all others of ours, asleep. */
	all: Subscription[];
}

/** How things are at Tesouro, and what there is to do. Throws a RemedyError. */
export async function inspect(api: TesouroApi, goal: Goal): Promise<Plan & { all: Subscription[] }> {
	const existing = await listSubscriptions(api);
	const all = existing.filter((subscription) => isOurs(subscription, goal));
	return { ...makePlan({ ...goal, existing }), all };
}

/**
 * Brings about what is wanted, step by step. A failed step ends it, unless somebody else (another main process of the
 * same n8n) has done it in the meantime. Throws a RemedyError that says which step failed; what was done until then
 * is found by the next attempt.
 */
export async function reconcile(api: TesouroApi, goal: Goal): Promise<Outcome> {
	const { steps, kept, all } = await inspect(api, goal);
	const active = [...kept];
	const known = new Map(all.map((subscription) => [subscription.id, subscription]));
	for (const step of steps) {
		try {
			if (Date.now() > goal.deadline) throw tooLate();
			const done = await take(api, step, goal);
			known.set(done.id, done);
			if (step.kind !== 'deactivate') active.push(done);
		} catch (error) {
			const now = await inspect(api, goal).catch(() => undefined);
			if (now?.steps.length === 0) return { active: now.kept, all: now.all };
			throw explain(error, step, active);
		}
	}
	return { active, all: [...known.values()] };
}

async function take(api: TesouroApi, step: Step, { url }: Goal): Promise<Subscription> {
	switch (step.kind) {
		case 'create':
			return (await subscribe(api, { eventType: step.eventType, url })).subscription;
		case 'activate':
			return await patchSubscription(api, step.subscription.id, { isActive: true });
		case 'move':
			return await changeSubscription(api, step.subscription.id, { url, isActive: true });
		case 'deactivate':
			return await patchSubscription(api, step.subscription.id, { isActive: false });
	}
}

const tooLate = () =>
	new RemedyError('Tesouro was too slow, so the rest was not started', 'Try again in a few minutes.', {
		temporary: true,
	});

const intents = {
	create: 'subscribe to',
	activate: 'reactivate the subscription to',
	move: 'move to this URL the subscription to',
	deactivate: 'deactivate the subscription to',
} as const;

function explain(error: unknown, step: Step, active: Subscription[]): unknown {
	if (!(error instanceof RemedyError)) return error;
	const eventType = step.kind === 'create' ? step.eventType : step.subscription.eventType;
	const done = active.length === 0 ? '' : ` ${active.length} event type(s) before it went well.`;
	return new RemedyError(
		`Could not ${intents[step.kind]} ${eventType}: ${error.message}`,
		`${error.remedy}${done}`,
		error,
	);
}

export interface Deactivation {
	all: Subscription[];
	failures: Array<{ subscription: Subscription; error: unknown }>;
	/** What the trigger remembers, and Tesouro does not show to this client. */
	vanished: Owned[];
}

/**
 * Deactivates all our subscriptions; they cannot be deleted. Continues after a failure, so as few as possible keep
 * delivering.
 */
export async function deactivateAll(api: TesouroApi, goal: Omit<Goal, 'eventTypes'>): Promise<Deactivation> {
	const existing = await listSubscriptions(api);
	const all: Subscription[] = [];
	const failures: Deactivation['failures'] = [];
	for (const subscription of existing.filter((candidate) => isOurs(candidate, goal))) {
		const isLate = Date.now() > goal.deadline;
		const outcome = !subscription.isActive
			? subscription
			: isLate
				? tooLate()
				: await patchSubscription(api, subscription.id, { isActive: false }).catch((error: unknown) => error);
		if (isSubscription(outcome)) all.push(outcome);
		else {
			all.push(subscription);
			failures.push({ subscription, error: outcome });
		}
	}
	const shown = new Set(existing.map(({ id }) => id));
	return { all, failures, vanished: goal.owned.filter(({ id }) => !shown.has(id)) };
}

const isSubscription = (value: unknown): value is Subscription =>
	typeof value === 'object' && value !== null && 'isActive' in value;
