import { tesouro } from '../facts';

const { signatureHeader } = tesouro.notifications;

/** A rotation takes two. Each one costs a comparison, and anybody can send them. */
const SIGNATURES_AT_MOST = 16;

/** The two parts of the header that count. */
export interface Stamped {
	/** As it was sent, because it is part of what was signed. */
	time: string;
	signatures: Buffer[];
}

/** The parts of the header; a text says what is wrong with it. Other schemes than v1 may stand beside it. */
export function parseStamped(header: string): Stamped | string {
	const parts = header.split(',').map((part) => {
		const [name = '', ...value] = part.split('=');
		return { name: name.trim().toLowerCase(), value: value.join('=').trim() };
	});
	const times = parts.filter(({ name }) => name === 't').map(({ value }) => value);
	const signatures = parts
		.filter(({ name, value }) => name === 'v1' && /^[0-9a-f]{128}$/i.test(value))
		.map(({ value }) => Buffer.from(value, 'hex'));
	const [time] = times;
	// Node joins a header that was sent twice, so this refuses two signatures of different times.
	if (times.length > 1) return `its header ${signatureHeader} holds more than one time`;
	if (time === undefined || !/^\d{1,11}$/.test(time)) {
		return `its header ${signatureHeader} contains no time in seconds (t=...)`;
	}
	if (signatures.length === 0) {
		return `its header ${signatureHeader} contains no signature of 128 hexadecimal digits (v1=...)`;
	}
	if (signatures.length > SIGNATURES_AT_MOST) {
		return `its header ${signatureHeader} holds more than ${SIGNATURES_AT_MOST} signatures`;
	}
	return { time, signatures };
}
