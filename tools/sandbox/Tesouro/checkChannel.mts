import type { State } from './state.mts';

/** What is wrong with a channel, by field: "Currently: WEBHOOK", `Must be "webhook"`, "a publicly accessible HTTPS endpoint". */
export function checkChannel(
	state: State,
	{ channelType, channelConfig }: { channelType?: unknown; channelConfig?: unknown },
): Record<string, string[]> {
	const errors: Record<string, string[]> = {};
	if (channelType !== undefined && channelType !== 'WEBHOOK') errors['channelType'] = ['takes WEBHOOK only'];
	if (channelConfig === undefined) return errors;
	const { type, url } = Object(channelConfig) as { type?: unknown; url?: unknown };
	if (type !== 'webhook') errors['channelConfig.type'] = ['must be "webhook"'];
	if (typeof url !== 'string' || !isDeliverable(state, url)) {
		errors['channelConfig.url'] = ['must begin with https:// and be publicly accessible'];
	}
	return errors;
}

/** Plain http only on this machine, which is where the sandbox is for; a knob makes it as strict as Tesouro is. */
function isDeliverable({ knobs }: State, text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	const isLocal = /^(localhost|127\..*|\[::1\])$/.test(hostname);
	if (knobs.subscriptionUrls === 'public') return protocol === 'https:' && !isLocal;
	return protocol === 'https:' || (protocol === 'http:' && isLocal);
}
