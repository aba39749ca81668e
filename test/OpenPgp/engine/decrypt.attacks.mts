import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'ciphertext changed on its way',
		title: 'fails with the same text whichever bit of the encrypted data is flipped',
		file: 'nodes/OpenPgp/engine/integrityProtected.ts',
		line: ' || !timingSafeEqual(digest, code.subarray(2))',
		becomes: '',
	},
	{
		name: 'ciphertext cut off',
		title: 'never leaves a file when the change comes after the first chunks',
		file: 'nodes/OpenPgp/engine/readToTheEnd.ts',
		line: 'if (next instanceof Failure) throw describe();\n\t\t\tif (next.done) break;',
		becomes: 'if (next instanceof Failure || next.done) break;',
	},
	{
		name: 'a file whose signature is wrong',
		title: 'keeps the file out of the store when it is wrong',
		file: 'nodes/OpenPgp/engine/decrypt.ts',
		line: 'if (wrong !== undefined) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a file without integrity protection',
		title: 'encrypted without integrity protection',
		file: 'nodes/OpenPgp/engine/decrypt.ts',
		line: 'if (isUnprotected) checkUnprotected(ring, doors);',
		becomes: '',
	},
	{
		name: 'a file name that is a path',
		title: 'is the outer one, else the inner one',
		file: 'nodes/shared/files/fileNames.ts',
		line: ".replace(/^\\.+/, '')",
		becomes: '',
	},
	{
		name: 'a file name in the options that is a path',
		title: 'from the options cannot be a path',
		file: 'nodes/OpenPgp/files/source.ts',
		line: "\tsafeFileName(String(fileName ?? ''));",
		becomes: "\tString(fileName ?? '') || undefined;",
	},
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
