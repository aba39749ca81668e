import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file without the signature that is required',
		title: 'refuses an unsigned file, and keeps nothing',
		file: 'nodes/OpenPgp/files/openChecked.ts',
		line: "if (isRequired && facts.verdict !== 'valid') throw notSigned(facts);",
		becomes: '',
	},
	{
		name: 'a file by a stranger where a signature is required',
		title: 'refuses a file signed by a stranger, and keeps nothing',
		file: 'nodes/OpenPgp/files/openChecked.ts',
		line: "facts.verdict !== 'valid'",
		becomes: "facts.verdict === 'none'",
	},
	{
		name: 'a compression bomb in a file',
		title: 'stop a compression bomb made of ZLIB',
		file: 'nodes/OpenPgp/engine/work.ts',
		line: 'if (this.inflated > this.limits.inflatedAtMost(this.bytesIn)) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a limit that an expression turns into none',
		title: 'refuses a limit that is not a number instead of ignoring it',
		file: 'nodes/shared/run/fieldValues.ts',
		line: 'if (number > 0) return number;',
		becomes: 'if (number !== 0) return number;',
	},
];
