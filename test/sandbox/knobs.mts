/** What each knob may be set to. The first value is the well-behaved default. */
export const knobValues = {
	tokenEndpoint: ['ok', 'down', 'slow', 'wrong-credentials'],
	api: ['ok', 'down', 'slow', 'error-500', 'graphql-error', 'payload-error', 'rate-limited'],
	expireTokens: ['no', '401', '400'],
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
	status: ['auto', 'RECEIVED', 'FILE_GENERATED', 'FAILED', 'READY', 'ALREADY_DOWNLOADED', 'unknown'],
} as const;

type ValueOf<K extends keyof typeof knobValues> = (typeof knobValues)[K][number];

/** Where the signature of a delivery lies: the provider's documents do not say, so the sandbox speaks all of them. */
export type SignatureForm = ValueOf<'signatureForm'>;

/** The ways in which the sandbox can be made to misbehave. */
export interface Knobs {
	/** `down` answers 503, `wrong-credentials` refuses every client. */
	tokenEndpoint: ValueOf<'tokenEndpoint'>;
	/** `down` answers 503; `graphql-error` is a top-level error, `payload-error` one inside the mutation's answer. */
	api: ValueOf<'api'>;
	/** Take the next authenticated request's token as expired, answer so in one of two forms, then turn back to `no`. */
	expireTokens: ValueOf<'expireTokens'>;
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
	/** What asyncReport says of every report; `unknown` leaves them out. */
	status: ValueOf<'status'>;
}

/** All knobs, turned to good behaviour. */
export function createKnobs(): Knobs {
	return {
		tokenEndpoint: 'ok',
		api: 'ok',
		expireTokens: 'no',
		file: 'ok',
		signature: 'good',
		signatureForm: 'detached-header',
		flipBodyByte: false,
		deliveryDelayMs: 0,
		deliverTwice: false,
		status: 'auto',
	};
}
