import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the ID of another report beside those of a real report task',
		title: 'passes no ID of another report on when the other IDs belong to a real task',
		file: 'nodes/ConnectReport/deliveries/confirmedFacts.ts',
		line: '...(known.has(id) && { id }),',
		becomes: '...(id !== undefined && { id }),',
	},
	{
		name: 'the tag of another report task, whose ID stands beside that of a real one',
		title: 'does not get the tag of another task by naming its ID beside those of a real one',
		file: 'nodes/ConnectReport/deliveries/askApi.ts',
		line: 'facts ?? callback.task, report)',
		becomes: 'callback.task, report)',
	},
	{
		name: 'a retry with another choice of proofs',
		title:
			'a retry with another choice under Verify Deliveries With accepts only what the request proved when it came',
		file: 'nodes/ConnectReport/deliveries/settle.ts',
		line: '[...proofs].every((proof) => held.has(proof))',
		becomes: '(true as boolean)',
	},
	{
		name: 'a template in megabytes, beyond what is taken',
		title: 'of bytes is refused before it is read as JSON',
		file: 'nodes/shared/deliveries/openDelivery.ts',
		line: 'delivery.body.length > bytesAtMost',
		becomes: 'false as boolean',
	},
	{
		name: 'nesting that uses up the stack',
		title: 'of nesting does no harm',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: 'if (level > LEVELS_AT_MOST) return undefined;',
		becomes: 'if (level > LEVELS_AT_MOST) throw new RangeError();',
	},
];
