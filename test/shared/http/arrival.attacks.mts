import type { Attack } from '../../attacks/attack.mts';

const file = 'nodes/shared/http/arrival.ts';

export const attacks: Attack[] = [
	{
		name: 'a file host that sends a byte a minute, and never ends',
		title: 'when one byte arrives every half minute',
		file,
		line: 'this.bytes < BYTES_A_MINUTE_AT_LEAST',
		becomes: 'this.bytes === 0',
	},
	{
		name: 'a file host that sends much at first, and then a byte at a time',
		title: 'when a large start is followed by a trickle',
		file,
		line: '\t\t\tthis.bytes = 0;\n\t\t\tthis.waitedMs = 0;',
		becomes: '\t\t\tthis.waitedMs = 0;',
	},
	{
		name: 'a size limit that is not a number, and limits nothing',
		title: 'a limit of null is refused with a reason',
		file,
		line: '!(rules.bytesAtMost > 0)',
		becomes: 'rules.bytesAtMost <= 0',
	},
];
