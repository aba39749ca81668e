import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file without the signature that is required',
		title: 'an unsigned one is refused, and nothing stays',
		file: 'nodes/OpenPgp/files/openChecked.ts',
		line: "if (isRequired && facts.verdict !== 'valid') throw notSigned(facts);",
		becomes: '',
	},
	{
		name: 'a file by a stranger where a signature is required',
		title: 'one by a stranger is refused, and nothing stays',
		file: 'nodes/OpenPgp/files/openChecked.ts',
		line: "facts.verdict !== 'valid'",
		becomes: "facts.verdict === 'none'",
	},
	{
		name: 'a compression bomb in a file',
		title: 'stop a compression bomb of ZLIB',
		file: 'nodes/OpenPgp/engine/work.ts',
		line: 'if (this.inflated > this.limits.inflatedAtMost(this.bytesIn)) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a limit that an expression turns into none',
		title: 'takes no limit for none',
		file: 'nodes/shared/run/fieldValues.ts',
		line: 'if (number > 0) return number;',
		becomes: 'if (number !== 0) return number;',
	},
];
