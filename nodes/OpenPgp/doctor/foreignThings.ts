/** Something that is not OpenPGP, or not usable here: what it is, and what to do. */
export interface Thing {
	/** With its article: "a web page". */
	what: string;
	remedy: string;
	/** A key of another kind: what to do depends on where it was found. */
	isKey?: boolean;
}

interface Known extends Thing {
	test(head: Buffer, text: string): boolean;
}

const starts = (...octets: number[]) => {
	const start = Buffer.from(octets);
	return (head: Buffer) => head.subarray(0, start.length).equals(start);
};

const says = (pattern: RegExp) => (_: Buffer, text: string) => pattern.test(text);
const OF_SSH = 'SSH keys log in to servers (SFTP) and do not open or sign files.';
const OF_AGE = 'age is another format than OpenPGP.';

/** What people have instead of OpenPGP, the sure signs first. */
export const foreignThings: Known[] = [
	{
		test: says(/^\s*$/),
		what: 'empty',
		remedy: 'The download or the export failed, or the file was not written to its end. Fetch it again.',
	},
	{
		test: says(
			/^-----BEGIN OPENSSH PRIVATE KEY|^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA|^---- BEGIN SSH2/m,
		),
		what: 'an SSH key',
		remedy: OF_SSH,
		isKey: true,
	},
	{
		test: says(/^PuTTY-User-Key-File-/m),
		what: 'an SSH key of PuTTY',
		remedy: OF_SSH,
		isKey: true,
	},
	{
		test: says(
			/-----BEGIN (?:PKCS7|CMS)-----|application\/(?:x-)?pkcs7-|^\s{0,9}MI[A-Z][A-Za-z0-9+/]{0,6}YJKoZIhvcNAQc/,
		),
		what: 'an S/MIME message',
		remedy: 'S/MIME is not read here. Ask the sender to encrypt with OpenPGP (PGP, GPG).',
	},
	{
		test: says(/-----BEGIN (?:TRUSTED )?CERTIFICATE/),
		what: 'an X.509 certificate',
		remedy: 'Certificates belong to TLS and S/MIME.',
		isKey: true,
	},
	{
		test: says(/-----BEGIN (?:[A-Z]+ )?(?:PRIVATE|PUBLIC) KEY-----|-----BEGIN ENCRYPTED PRIVATE KEY-----/),
		what: 'a PEM key (OpenSSL, TLS or SSH)',
		remedy: 'PEM keys are not OpenPGP keys.',
		isKey: true,
	},
	{
		test: says(
			/\(\d{0,3}:?(?:shadowed-|protected-)?private-key|^Key: \((?:shadowed-|protected-)?private-key/m,
		),
		what: "a key file of gpg's agent (private-keys-v1.d)",
		remedy:
			'It is only a part of a key. Export the whole key: gpg --armor --export-secret-keys YOUR@ADDRESS.',
	},
	{
		test: says(/^age-encryption\.org\/|-----BEGIN AGE ENCRYPTED FILE/m),
		what: 'made with age',
		remedy: `${OF_AGE} Ask the sender to encrypt with OpenPGP (PGP, GPG).`,
	},
	{
		test: says(/AGE-SECRET-KEY-1|^age1[a-z0-9]{50,}/m),
		what: 'an age key',
		remedy: OF_AGE,
		isKey: true,
	},
	{
		test: says(/^\s*(?:<!doctype html|<html|<head|<body)/i),
		what: 'a web page, perhaps a login or error page',
		remedy:
			'The server sent this page instead of the file. Check the address and the credentials of the step that fetches it.',
	},
	{
		test: says(/^\s*<\?xml|^\s*<[a-z][\w:-]*[\s>]/i),
		what: 'XML, perhaps the error message of a server',
		remedy: 'Look at its text. If the encrypted file is inside, take it out with an XML node first.',
	},
	{
		test: says(/^\s*[{[]\s*(?:["{[\]}]|-?\d|true|false|null)/),
		what: 'JSON, perhaps the error message of a server',
		remedy:
			'Look at its text. If the encrypted file is in one of its fields, use Convert to File > Move Base64 String to File on that field first.',
	},
	{
		test: starts(0x50, 0x4b, 0x03, 0x04),
		what: 'a ZIP archive',
		remedy: 'If the encrypted file is inside, unpack it first with the Compression node.',
	},
	{
		test: starts(0x1f, 0x8b),
		what: 'a gzip archive',
		remedy: 'If the encrypted file is inside, unpack it first with the Compression node.',
	},
	{
		test: says(/^%PDF-/),
		what: 'a PDF',
		remedy: 'It needs no key: use it as it is, or choose another field.',
	},
	{
		test: (head) => head[0] === 0x30 && head[1] !== undefined && head[1] >= 0x80 && head[1] <= 0x84,
		what: 'an S/MIME message or an X.509 file',
		remedy: 'S/MIME is not read here. Ask the sender to encrypt with OpenPGP (PGP, GPG).',
	},
	{
		test: says(/^[\s\x20-\x7e\u00a0-\uffff]{0,2000}$/),
		what: 'plain text',
		remedy:
			'It is either the content itself, which needs no key, or the error message of a server: look at the step that fetched it.',
	},
];
