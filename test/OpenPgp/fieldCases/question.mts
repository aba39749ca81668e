/** What a case asks of a program for OpenPGP. Texts are as they were pasted, not repaired. */
export type Question =
	| { kind: 'open'; file: Buffer; content: Buffer; keys: AskedKeys }
	| { kind: 'read keys'; keys: AskedKeys }
	| { kind: 'encrypt'; keys: AskedKeys }
	| { kind: 'sign'; keys: AskedKeys }
	/** Without a content, it is inside the signed file. */
	| { kind: 'verify'; signed: Buffer; content?: Buffer; keys: AskedKeys };

export interface AskedKeys {
	privateKeys?: string;
	publicKeys?: string;
	/** One a line. */
	passphrase?: string;
}
