import { defaultsOf, describeValues, turnKnobsOf, type KnobsOf } from '../knobSet.mts';

/** What each knob may be set to. The first value is the well-behaved default, or what the sources prove. */
const knobValues = {
	api: [
		'ok',
		'down',
		'error-500',
		'error-502',
		'rate-limited',
		'forbidden',
		'missing',
		'slow',
		'silent',
		'cut-off',
		'login-page',
		'login-redirect',
		'not-json',
		'redirect-away',
	],
	retryAfter: ['seconds', 'date', 'none'],
	errors: ['message', 'error', 'text', 'html'],
	envelope: ['named', 'data', 'bare', 'nested'],
	spelling: ['report-tasks', 'reportTasks'],
	tags: ['report', 'report-task', 'task', 'template', 'none'],
	tagItems: ['strings', 'names', 'titles'],
	list: ['lean', 'full'],
	order: ['newest-first', 'oldest-first'],
	paging: ['ok', 'ignored'],
	taskFilter: ['ok', 'ignored'],
	createTask: ['ok', 'lost-answer', 'forbidden'],
	reportAppears: ['before-callback', 'late', 'never'],
	render: ['completes', 'fails', 'never', 'forgotten', 'refused'],
	jobWords: ['documented', 'others', 'unknown'],
	location: ['relative', 'leading-slash', 'absolute', 'other-origin', 'outside', 'none'],
	file: [
		'ok',
		'wrong-kind',
		'truncated',
		'cut-off',
		'json',
		'login-page',
		'login-redirect',
		'redirect-away',
		'empty',
		'missing',
		'error-500',
		'down',
		'slow',
		'silent',
		'untyped',
	],
	ids: ['fixed', 'report', 'parent'],
	callbackStatus: ['documented', 'unknown'],
	callbackTrigger: ['documented', 'unknown'],
	callbackError: ['text', 'object', 'null'],
	callbackContentType: ['application/json', 'application/json; charset=utf-8', 'none'],
	filterCycle: ['given', 'null', 'absent'],
} as const;

/** The ways in which the sandbox can be made to differ from what is documented, or to misbehave. */
export type Knobs = KnobsOf<typeof knobValues>;

/** All knobs, turned to good behaviour. */
export const createKnobs = (): Knobs => defaultsOf(knobValues);

export const turnKnobs = (knobs: Knobs, change: object): void => turnKnobsOf(knobValues, knobs, change);

export const describeKnobs = (): string[] => describeValues(knobValues);
