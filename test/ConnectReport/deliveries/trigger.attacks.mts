import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'another token in the URL',
		title: 'is compared as a whole, and both count during a change',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: "proofs.has('query') && !isToken(facts.queryToken, tokens)",
		becomes: 'false as boolean',
	},
	{
		name: 'a token twice in the URL, once right and once wrong',
		title: 'is compared as a whole, and both count during a change',
		file: 'nodes/shared/deliveries/delivery.ts',
		line: "typeof queryToken === 'string' ? queryToken : undefined",
		becomes: 'queryToken === undefined ? undefined : String([queryToken].flat()[0])',
	},
	{
		name: 'the markup of a template in the payload',
		title: 'leaves the markup of the template out of event and log',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: 'keepsTemplateHtml ? json.value : withoutTemplateHtml(json.value)',
		becomes: 'json.value',
	},
	{
		name: 'a genuine delivery refused for good, because one of two tokens cannot be used',
		title: 'with a token that cannot be used beside a good one',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: 'unusable.length === 0 ? rejected(reason)',
		becomes: 'unusable.length < 9 ? rejected(reason)',
	},
	{
		name: 'a live trigger that goes deaf at a start of n8n',
		title: 'at a start of n8n stays, and asks to come again, when its token was taken away',
		file: 'nodes/shared/deliveries/goingLive.ts',
		line: 'if (!isRestart(context) || data.productionUrl !== url)',
		becomes: 'if (true as boolean)',
	},
	{
		name: 'a token that travels in the open unasked',
		title: 'is refused at a plain address outside this computer',
		file: 'nodes/shared/deliveries/goingLive.ts',
		line: "protocol !== 'http:' ||",
		becomes: "protocol !== 'never:' ||",
	},
	{
		name: 'a refused delivery that nobody sees while listening',
		title: 'while listening for a test, a refused delivery ends it with the reason',
		file: 'nodes/shared/deliveries/refusedDelivery.ts',
		line: "const isTest = context.getMode() === 'manual';",
		becomes: 'const isTest = false as boolean;',
	},
];
