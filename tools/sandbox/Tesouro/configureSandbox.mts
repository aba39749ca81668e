import type { State } from './state.mts';
import { turnKnobs } from './turnKnobs.mts';

/** Set the webhook, the customer's key, the days with data or knobs of a running sandbox. */
export function configureSandbox(state: State, change: Record<string, unknown>): void {
	const { webhookUrl, encryptTo, knobs, availability, ...unknown } = change;
	const [surplus] = Object.keys(unknown);
	if (surplus)
		throw new Error(`"${surplus}" cannot be set; webhookUrl, encryptTo, availability and knobs can.`);
	if (webhookUrl !== undefined) state.webhookUrl = checkUrl(webhookUrl);
	if (encryptTo !== undefined) state.encryptTo = checkPublicKey(encryptTo);
	if ('availability' in change) state.availability = availability as State['availability'];
	if (knobs !== undefined) turnKnobs(state.knobs, Object(knobs));
}

function checkUrl(url: unknown): string {
	if (typeof url === 'string' && URL.canParse(url) && /^https?:/.test(url)) return url;
	throw new Error(`${JSON.stringify(url)} is not an http or https URL.`);
}

function checkPublicKey(key: unknown): string {
	if (typeof key === 'string' && key.includes('BEGIN PGP PUBLIC KEY BLOCK')) return key;
	throw new Error('encryptTo takes an armoured PGP public key.');
}
