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
];
