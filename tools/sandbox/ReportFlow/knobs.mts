import { defaultsOf, describeValues, turnKnobsOf, type KnobsOf } from '../knobSet.mts';

/** What each knob may be set to. The first value is the well-behaved default. */
const knobValues = {
	api: [
		'ok',
		'bad-request',
		'down',
		'error-500',
		'rate-limited',
		'forbidden',
		'quota',
		'sync-timeout',
		'slow',
		'silent',
		'cut-off',
		'login-page',
		'not-json',
		'redirect-away',
	],
	retryAfter: ['seconds', 'date', 'none'],
	loseAnswer: ['no', 'once', 'always'],
	syncStatus: ['201', '200'],
	fileMapping: ['full', 'none', 'malformed'],
	fileNames: ['append-if-missing', 'always-append', 'as-sent'],
	job: ['completes', 'stuck', 'fails'],
	notReady: ['409', '404', '425', '202', '400'],
	file: [
		'ok',
		'expired',
		'truncated',
		'cut-off',
		'not-pdf',
		'json-as-pdf',
		'login-page',
		'empty',
		'error-500',
		'slow',
		'silent',
	],
	zip: [
		'ok',
		'stored',
		'sizes-first',
		'stored-sizes-first',
		'zip64',
		'no-directory',
		'truncated',
		'cut-off',
		'parent-paths',
		'same-names',
		'bomb',
		'extra-entry',
		'missing-entry',
		'flipped-byte',
		'not-pdf-entry',
		'encrypted',
		'not-zip',
	],
	plan: ['none', 'told'],
	parameters: ['plain', 'rich', 'none'],
	designs: ['ok', 'many', 'none'],
	shareTypes: ['documented', 'unknown'],
	webhooks: ['per-request', 'per-file', 'twice', 'off'],
	webhook4xx: ['final', 'retried'],
	webhookEvent: ['file.completed', 'file.failed', 'file.viewed'],
	webhookContentType: ['application/json', 'text/plain', 'none'],
} as const;

/** The ways in which the sandbox can be made to misbehave. */
export type Knobs = KnobsOf<typeof knobValues>;

/** All knobs, turned to good behaviour. */
export const createKnobs = (): Knobs => defaultsOf(knobValues);

export const turnKnobs = (knobs: Knobs, change: object): void => turnKnobsOf(knobValues, knobs, change);

export const describeKnobs = (): string[] => describeValues(knobValues);
