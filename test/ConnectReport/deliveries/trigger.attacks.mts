import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'another token in the URL',
		title: 'is compared as a whole, and both tokens are accepted during a change',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: "proofs.has('query') && !isToken(facts.queryToken, tokens)",
		becomes: 'false as boolean',
	},
	{
		name: 'a token twice in the URL, once right and once wrong',
		title: 'is compared as a whole, and both tokens are accepted during a change',
		file: 'nodes/shared/deliveries/delivery.ts',
		line: "typeof queryToken === 'string' ? queryToken : undefined",
		becomes: 'queryToken === undefined ? undefined : String([queryToken].flat()[0])',
	},
	{
		name: 'the markup of a template in the payload',
		title:
			'keeps the markup of the template out of event and log, except its length, unless the user wants it',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: 'keepsTemplateHtml ? json.value : withoutTemplateHtml(json.value)',
		becomes: 'json.value',
	},
	{
		name: 'a genuine delivery refused for good, because one of two tokens cannot be used',
		title: 'is refused for an unusable token beside a good one, while a live trigger accepts the good one',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: 'unusable.length === 0 ? rejected(reason)',
		becomes: 'unusable.length < 9 ? rejected(reason)',
	},
	{
		name: 'a live trigger that goes deaf at a start of n8n',
		title: 'stays at a start of n8n when its token was removed, and asks to come again',
		file: 'nodes/shared/deliveries/goingLive.ts',
		line: 'if (!isRestart(context) || data.productionUrl !== url)',
		becomes: 'if (true as boolean)',
	},
	{
		name: 'a token that travels in the open unasked',
		title: 'is refused for plain HTTP outside this computer, unless that is allowed',
		file: 'nodes/shared/deliveries/goingLive.ts',
		line: "protocol !== 'http:' ||",
		becomes: "protocol !== 'never:' ||",
	},
	{
		name: 'a refused delivery that nobody sees while listening',
		title: 'for a test ends with the reason when a delivery is refused',
		file: 'nodes/shared/deliveries/refusedDelivery.ts',
		line: "const isTest = context.getMode() === 'manual';",
		becomes: 'const isTest = false as boolean;',
	},
];
