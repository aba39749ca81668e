import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a notification signed with another secret',
		title: 'with another secret',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: '.includes(true)',
		becomes: '.length > 0',
	},
	{
		name: 'the signature of a notification on another body',
		title: 'when any bit of the body differs',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: '.includes(true)',
		becomes: '.length > 0',
	},
	{
		name: 'a notification replayed',
		title: 'made -300 seconds from now',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'Math.abs(age) > rules.maxAgeMs',
		becomes: 'Math.abs(age) > rules.maxAgeMs * 2',
	},
	{
		name: 'a notification from the future',
		title: 'made 301 seconds from now',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'Math.abs(age) > rules.maxAgeMs',
		becomes: 'age > rules.maxAgeMs',
	},
	{
		name: 'a notification with two times',
		title: 'with two times',
		file: 'nodes/Tesouro/notifications/stampedHeader.ts',
		line: 'if (times.length > 1)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a notification signed with an algorithm of its own choice',
		title: 'when it names the algorithm "hmac-sha256"',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'named.trim().toLowerCase() !== algorithm',
		becomes: 'named.length > 99',
	},
	{
		name: 'a notification with a flood of signatures',
		title: 'with a flood of signatures',
		file: 'nodes/Tesouro/notifications/stampedHeader.ts',
		line: 'signatures.length > SIGNATURES_AT_MOST',
		becomes: 'false as boolean',
	},
	{
		name: 'a notification signed in the older form, which nobody allowed',
		title: 'is accepted with sha512 in hex if the user allows it',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'if (older !== undefined && rules.acceptsOlderForm)',
		becomes: 'if (older !== undefined)',
	},
	{
		name: 'an older signature beside a wrong newer one on a notification',
		title: 'does not rescue a wrong newer signature',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: "header.includes(',') ? undefined : header",
		becomes: "header.includes(',') ? delivery.header(olderSignatureHeader) : header",
	},
	{
		name: 'a signer that an unsigned header of a notification names',
		title: 'names no signer when the secret has no key ID',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'method: algorithm, ...signerOf(signer)',
		becomes: "method: algorithm, signer: { keyId: delivery.header(keyIdHeader) ?? '' }",
	},
];
