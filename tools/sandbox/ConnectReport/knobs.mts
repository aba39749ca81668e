/** What each knob may be set to. The first value is the well-behaved default, or what the sources prove. */
export const knobValues = {
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
export type Knobs = { -readonly [K in keyof typeof knobValues]: (typeof knobValues)[K][number] };

/** All knobs, turned to good behaviour. */
export function createKnobs(): Knobs {
	return Object.fromEntries(Object.entries(knobValues).map(([name, [first]]) => [name, first])) as Knobs;
}

/** Set knobs, refusing names and values that do not exist. */
export function turnKnobs(knobs: Knobs, change: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(change)) {
		if (!Object.hasOwn(knobs, name)) {
			throw new Error(`There is no knob "${name}". Knobs: ${Object.keys(knobs).join(', ')}.`);
		}
		const allowed: readonly unknown[] = knobValues[name as keyof Knobs];
		if (!allowed.includes(value)) {
			throw new Error(`The knob ${name} takes ${allowed.join(', ')}; not ${JSON.stringify(value)}.`);
		}
	}
	Object.assign(knobs, change);
}

/** One line for each knob: its name and the values that it takes. */
export const describeKnobs = () =>
	Object.entries(knobValues).map(([name, values]) => `${name}=${values.join('|')}`);
