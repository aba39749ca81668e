import { defaultsOf } from '../knobSet.mts';

/** What each knob may be set to. The first value is the well-behaved default. */
export const knobValues = {
	tokenEndpoint: ['ok', 'down', 'slow', 'wrong-credentials'],
	api: ['ok', 'down', 'slow', 'error-500', 'graphql-error', 'payload-error', 'rate-limited'],
	expireTokens: ['no', '401', '400', 'always-401', 'always-400'],
	graphql: [
		'ok',
		'several-errors',
		'partial-data',
		'service-error',
		'parsing-error',
		'forbidden-field',
		'forbidden',
		'forbidden-silently',
		'conflict',
		'not-found',
		'login-page',
		'redirect',
		'cut-off',
		'silent',
		'huge',
	],
	apiSchema: ['2026', '2025-06'],
	paging: ['ok', 'capped', 'repeating', 'empty'],
	loseAnswer: ['no', 'once', 'always'],
	listLag: ['0', '4', '8'],
	daysAtMost: ['any', '1', '7', '20'],
	clock: ['right', 'ahead', 'behind'],
	scopes: ['both', 'read', 'write', 'none'],
	subscriptionList: ['pages', 'totals', 'items', 'array', 'tokens'],
	largestPage: ['100', '50', '10', 'clamped-25', 'clamped-10'],
	conflictBody: [
		'top-level',
		'bare',
		'subscription',
		'existingSubscription',
		'existing',
		'data',
		'extensions',
		'none',
	],
	inactiveRefusal: ['409', '400'],
	changeAnswer: ['subscription', 'empty', 'lost-once'],
	subscriptionUrls: ['local', 'public'],
	eventTypes: ['any', 'documented'],
	file: [
		'ok',
		'truncated',
		'cut-off',
		'tampered',
		'expired',
		'single-use',
		'error-500',
		'slow',
		'redirect',
		'redirect-away',
		'needs-token',
	],
	signature: ['good', 'bad', 'none', 'wrong-key', 'sha1'],
	signatureForm: [
		'detached-header',
		'detached-header-armored',
		'inline-signed-body',
		'cleartext-signed-body',
		'signed-and-encrypted-body',
		'json-field',
		'multipart-signed',
		'encrypted-proof-header',
		'none',
	],
	notificationSignature: [
		'good',
		'lower-case',
		'several',
		'older',
		'bare',
		'none',
		'stale',
		'early',
		'wrong-secret',
		'wrong-algorithm',
		'flipped-byte',
	],
	status: ['auto', 'RECEIVED', 'FILE_GENERATED', 'FAILED', 'READY', 'ALREADY_DOWNLOADED', 'unknown'],
} as const;

type ValueOf<K extends keyof typeof knobValues> = (typeof knobValues)[K][number];

/** Where the signature of a delivery is: the provider's documents do not say, so the sandbox can produce all of them. */
export type SignatureForm = ValueOf<'signatureForm'>;

/** How notifications are signed, or made to look so. */
export type NotificationSignature = ValueOf<'notificationSignature'>;

/** The ways in which the sandbox can be made to misbehave. */
export interface Knobs {
	/** `down` answers 503, `wrong-credentials` refuses every client. */
	tokenEndpoint: ValueOf<'tokenEndpoint'>;
	/** `down` answers 503; `graphql-error` is a top-level error, `payload-error` one inside the mutation's answer. */
	api: ValueOf<'api'>;
	/** Take the next authenticated request's token as expired, answer so in one of two forms, then turn back to `no`, or never. */
	expireTokens: ValueOf<'expireTokens'>;
	/** What authenticated GraphQL requests are answered with instead; `silent` never answers. */
	graphql: ValueOf<'graphql'>;
	/** `2025-06` does not know `allocations`. */
	apiSchema: ValueOf<'apiSchema'>;
	/** `capped` gives at most 7 rows a page, `repeating` the first page forever, `empty` no rows after it. */
	paging: ValueOf<'paging'>;
	/** Make the report that is asked for, then break the connection off before the answer; `once` turns back to `no`. */
	loseAnswer: ValueOf<'loseAnswer'>;
	/** How many seconds a new request takes to show in `asyncReport`. */
	listLag: ValueOf<'listLag'>;
	/** Refuse reports of more days than this with `FailedToCreateAsyncReportError`. */
	daysAtMost: ValueOf<'daysAtMost'>;
	/** What the `Date` of answers says; `ahead` and `behind` by an hour. */
	clock: ValueOf<'clock'>;
	/** Which of the scopes notification:subscription:read and :write the client has. */
	scopes: ValueOf<'scopes'>;
	/** The form of the list of subscriptions; `tokens` knows no `page`. */
	subscriptionList: ValueOf<'subscriptionList'>;
	/** Larger pages are refused, or `clamped` without a word. */
	largestPage: ValueOf<'largestPage'>;
	/** Where the existing subscription lies in the answer to a duplicate. */
	conflictBody: ValueOf<'conflictBody'>;
	/** The status with which changes of an inactive subscription are refused. */
	inactiveRefusal: ValueOf<'inactiveRefusal'>;
	/** What comes back when a subscription was made or changed; `lost-once` breaks the connection off. */
	changeAnswer: ValueOf<'changeAnswer'>;
	/** `public` refuses plain http on this machine, too, as Tesouro does. */
	subscriptionUrls: ValueOf<'subscriptionUrls'>;
	/** `documented` refuses to subscribe to any other event type. */
	eventTypes: ValueOf<'eventTypes'>;
	/** `truncated` is a clean short answer, `cut-off` a broken connection, `tampered` one flipped byte. */
	file: ValueOf<'file'>;
	/** `bad` signs other bytes, `wrong-key` signs with a stranger's key. */
	signature: ValueOf<'signature'>;
	/** The form of deliveries that do not name one themselves. */
	signatureForm: SignatureForm;
	/** Change one hex digit of requestId after signing; the JSON stays valid. */
	flipBodyByte: boolean;
	/** Wait this long before each delivery. */
	deliveryDelayMs: number;
	/** Send every delivery two times at the same moment, with differing deliveryIds. */
	deliverTwice: boolean;
	/** `several` signs with every secret, `older` and `bare` without a time, `stale` and `early` an hour off. */
	notificationSignature: NotificationSignature;
	/** What asyncReport says of every report; `unknown` leaves them out. */
	status: ValueOf<'status'>;
}

/** All knobs, turned to good behaviour. */
export const createKnobs = (): Knobs => ({
	...defaultsOf(knobValues),
	flipBodyByte: false,
	deliveryDelayMs: 0,
	deliverTwice: false,
});
