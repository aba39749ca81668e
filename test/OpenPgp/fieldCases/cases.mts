import type { FieldCases } from './fieldCase.mts';
import { files } from './files.mts';
import { pastedKeys } from './pastedKeys.mts';
import { pastedText } from './pastedText.mts';
import { uses } from './uses.mts';

/** All of them, in the order of docs/openpgp-field-cases.md. */
export const sections: Array<{ title: string; cases: FieldCases }> = [
	{ title: 'Keys: what happens to their text', cases: pastedText },
	{ title: 'Keys: what they are', cases: pastedKeys },
	{ title: 'Files that come in', cases: files },
	{ title: 'Encrypting, signing, verifying, rotating', cases: uses },
];
