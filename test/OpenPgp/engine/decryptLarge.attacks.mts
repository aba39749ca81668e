import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a cancelled execution that goes on unpacking',
		title:
			'are abandoned with nothing kept when the execution is cancelled, also if they unpack from a little ciphertext',
		file: 'nodes/OpenPgp/files/openChecked.ts',
		line: 'abortable(limitSize(decryption.plaintext, limits), signal)',
		becomes: 'limitSize(decryption.plaintext, limits)',
	},
	{
		name: 'a cancelled execution that goes on',
		title: 'are abandoned when the execution is cancelled',
		file: 'nodes/shared/run/runOperations.ts',
		line: 'if (context.getExecutionCancelSignal()?.aborted) {',
		becomes: 'if (false as boolean) {',
	},
];
