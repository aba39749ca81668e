/** Why the node refuses what another program opens, case by case. `tools/docs/fieldCases.mts` fails when one is missing. */
export const onPurpose: Record<string, string> = {
	K22: 'What is not there cannot be seen: a subkey may be missing. The text says to paste the whole block.',
	K18: 'Whoever sees a private key in this field has to know that it is not secret any more.',
	K33: 'A choice opens it: Compatibility > Files to Sign-Only Keys.',
	K37b: 'MD5 can be forged: anybody could have added a subkey of theirs to this key.',
	K44: 'Without a self-signature anybody could have put the key together.',
	'K43 IDEA': 'No library that is kept up has IDEA. The text gives the commands that protect the key again.',
	'K43 checksum':
		'Its two octets do not show that somebody has changed the key, which can betray it. The text gives the commands that protect it again.',
	F25b: 'A transfer that broke off looks the same.',
	F03a: 'The others return the first message and lose the second without a word.',
	F05: 'A choice opens it, if it is signed: Compatibility > No Integrity Protection, If Signed.',
	F05c: 'Nobody could tell whether it was changed on its way.',
	'F06 BLOWFISH': 'A choice opens it: Compatibility > Old Ciphers.',
	'F06 TWOFISH': 'A choice opens it: Compatibility > Old Ciphers.',
	'F06 CAMELLIA256': 'A choice opens it: Compatibility > Old Ciphers.',
	'F06 IDEA': 'No library that is kept up has IDEA. The text says so.',
	'F06 IDEA, allowed': 'No library that is kept up has IDEA. The text says so.',
	F20a: 'Decrypt promises a file that was secret. Verify opens it, and the text says so.',
	F20b: 'Decrypt promises a file that was secret. Verify opens it, and the text says so.',
	F23: 'A choice opens it: Compatibility > SHA-1 Signatures.',
	'F23 DSA':
		'The provider is known, and its key is out of use. The text says how the file opens as signed by an unknown key.',
	'F23 RSA 1024':
		'The provider is known, and its key is too short. The text says how the file opens as signed by an unknown key.',
	U02d: 'Its owner has said not to use it.',
	U02e: 'A key of 1024 bits can be broken.',
	U04: 'A private key in a field of the workflow can be read by everybody who opens the workflow.',
	U05c: 'A choice accepts it: Compatibility > SHA-1 Signatures.',
	U07b: 'A key of 1024 bits can be broken, and recipients refuse its signatures.',
};
