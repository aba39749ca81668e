/** Why the node refuses what another program opens, case by case. `tools/docs/fieldCases.mts` fails when one is missing. */
export const onPurpose: Record<string, string> = {
	K22: 'Nothing shows whether a subkey is missing. The error says to paste the whole block.',
	K18: 'A private key in this field may no longer be secret, and the user must know.',
	K33: 'An option opens it: Compatibility > Files to Sign-Only Keys.',
	K37b: 'MD5 can be forged: anyone could have added their own subkey to this key.',
	K44: 'Without a self-signature, anyone could have assembled the key.',
	'K43 IDEA': 'No maintained library has IDEA. The error gives the commands that protect the key again.',
	'K43 checksum':
		'Its two octets do not reveal a manipulated key, and using one can leak it. The error gives the commands that protect the key again.',
	F25b: 'An interrupted transfer looks the same.',
	F03a: 'The others return the first message and silently lose the second.',
	F05: 'An option opens it if it is signed: Compatibility > No Integrity Protection, If Signed.',
	F05c: 'Nothing shows whether it was changed in transit.',
	'F06 BLOWFISH': 'An option opens it: Compatibility > Old Ciphers.',
	'F06 TWOFISH': 'An option opens it: Compatibility > Old Ciphers.',
	'F06 CAMELLIA256': 'An option opens it: Compatibility > Old Ciphers.',
	'F06 IDEA': 'No maintained library has IDEA. The error says so.',
	'F06 IDEA, allowed': 'No maintained library has IDEA. The error says so.',
	F20a: 'Decrypt promises that a file was encrypted. Verify opens it, and the error says so.',
	F20b: 'Decrypt promises that a file was encrypted. Verify opens it, and the error says so.',
	F23: 'An option opens it: Compatibility > SHA-1 Signatures.',
	'F23 DSA':
		'The provider is known, and its key is obsolete. The error says how to open the file as one signed by an unknown key.',
	'F23 RSA 1024':
		'The provider is known, and its key is too short. The error says how to open the file as one signed by an unknown key.',
	U02d: 'Its owner has withdrawn it.',
	U02e: 'A key of 1024 bits can be broken.',
	U04: 'Anyone who opens the workflow can read a private key in one of its fields.',
	U05c: 'An option accepts it: Compatibility > SHA-1 Signatures.',
	U07b: 'A key of 1024 bits can be broken, and recipients refuse its signatures.',
};
