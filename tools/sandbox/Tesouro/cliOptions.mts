import { parseArgs } from 'node:util';
import { describeKnobs } from './turnKnobs.mts';

/** What the command line asks for. */
export interface CliOptions {
	command: 'serve' | 'deliver' | 'help';
	/** What to deliver. */
	event?: string;
	flags: Partial<Record<keyof typeof flagTypes, string>> & {
		stay?: boolean;
		rsa?: boolean;
		compressed?: boolean;
	};
	knobs: Record<string, string>;
}

const flagTypes = {
	port: { type: 'string' },
	'client-id': { type: 'string' },
	'client-secret': { type: 'string' },
	'webhook-url': { type: 'string' },
	'encrypt-to': { type: 'string' },
	'signing-key': { type: 'string' },
	'public-key-out': { type: 'string' },
	to: { type: 'string' },
	rows: { type: 'string' },
	signature: { type: 'string' },
	'notification-secret': { type: 'string' },
} as const;

const switches = {
	rsa: { type: 'boolean' },
	compressed: { type: 'boolean' },
	stay: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	knob: { type: 'string', multiple: true },
} as const;

export const usage = `npm run sandbox
    Stand in for Tesouro on this machine until Ctrl-C: token endpoint, GraphQL API, file host, deliveries.
npm run sandbox -- deliver tesouro.report-ready --to URL
    Send one realistic signed delivery and print the answer. Exit code 0 when it was 200, else 1.
npm run sandbox -- deliver tesouro.notification.LEDGER_TRANSACTION --to URL --notification-secret SECRET
    The same with a notification, of any event type.
npm run sandbox -- connectreport --help
    Stand in for ConnectReport instead.
npm run sandbox -- reportflow --help
    Stand in for ReportFlow instead.

Flags
    --port N                 listen here (default 4010; a free port with deliver)
    --client-id ID           the client id that gets tokens (default: random)
    --client-secret SECRET   its secret (default: random)
    --webhook-url URL        where finished reports are announced
    --encrypt-to FILE        the customer's armoured public key (default: reports are plain text)
    --signing-key FILE       sign with this armoured private key; made on first use if there is no such file
    --rsa                    make signing keys RSA 4096 (default: elliptic curve, quicker)
    --notification-secret SECRET
                             sign notifications with this (default: random)
    --public-key-out FILE    write the key that verifies deliveries here
    --knob NAME=VALUE        misbehave; may be repeated
Only with deliver
    --to URL                 the webhook
    --rows N                 rows of the report (default 10)
    --compressed             gzip the report before it is encrypted
    --signature FORM         the same as --knob signatureForm=FORM
    --stay                   keep the download link alive until Ctrl-C

Knobs
    ${describeKnobs().join('\n    ')}
`;

/** Read the command line. Throws a sentence for people when it makes no sense. */
export function readCliOptions(given: string[]): CliOptions {
	const { values, positionals } = parseArgs({
		args: given,
		options: { ...flagTypes, ...switches },
		allowPositionals: true,
	});
	const { knob: knobList = [], help, ...flags } = values;
	if (help) return { command: 'help', flags, knobs: {} };

	const [command = 'serve', event, ...surplus] = positionals;
	if (command !== 'serve' && command !== 'deliver') {
		throw new Error(`There is no command "${command}". There is: deliver.`);
	}
	if (surplus.length > 0 || (command === 'serve' && event)) {
		throw new Error(`What is "${surplus[0] ?? event}"? It is not a flag.`);
	}
	if (command === 'deliver' && !/^tesouro\.(report-ready$|notification\..)/.test(event ?? '')) {
		const instead = event ? `; not "${event}"` : '';
		throw new Error(
			`The event to deliver is tesouro.report-ready or tesouro.notification.EVENT_TYPE${instead}.`,
		);
	}
	if (command === 'deliver' && !flags.to) throw new Error('Say where to deliver: --to URL.');
	if (command === 'serve' && (flags.to || flags.rows)) {
		throw new Error(
			'--to and --rows belong to deliver: npm run sandbox -- deliver tesouro.report-ready --to URL',
		);
	}
	return { command, event, flags, knobs: Object.fromEntries(knobList.map(splitKnob)) };
}

/** A whole number from a flag, or the default. */
export function readNumber(name: string, text: string | undefined, fallback: number, most: number): number {
	if (text === undefined) return fallback;
	const number = Number(text);
	if (/^\d+$/.test(text) && number <= most) return number;
	throw new Error(`--${name} takes a whole number up to ${most}; not "${text}".`);
}

function splitKnob(text: string): [string, string] {
	const [name, value] = text.split('=', 2);
	if (name && value) return [name, value];
	throw new Error(`--knob takes NAME=VALUE; not "${text}".`);
}
