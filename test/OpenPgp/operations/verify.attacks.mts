import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'content whose signature is wrong, let out by Verify',
		title: 'fails when it is wrong, or is reported without the content',
		file: 'nodes/OpenPgp/files/verifySource.ts',
		line: "if (seen.judgement.verdict !== 'valid') throw notValid({ ...seen.judgement, form: signed!.form });",
		becomes: '',
	},
];
