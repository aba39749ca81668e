import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a delivery that this n8n did not get to in time',
		title: 'is read at exactly 20 seconds, and is undecided after that, so it comes again',
		file: 'nodes/Tesouro/reportReady/readProof.ts',
		line: 'const late: Proof | undefined = work.isLate',
		becomes: 'const late: Proof | undefined = (false as boolean)',
	},
	{
		name: 'the right signature on other bytes',
		title: 'is invalid over the same JSON written in another way',
		file: 'nodes/Tesouro/reportReady/pgpProof.ts',
		line: "signatures.filter(({ verdict }) => verdict === 'invalid')",
		becomes: '[] as JudgedSignature[]',
	},
	{
		name: "a stranger's signature",
		title: 'proves nothing when a stranger made it',
		file: 'nodes/OpenPgp/engine/signatureList.ts',
		line: "if (certificate === undefined) return { verdict: 'unknown signer', signer };",
		becomes: "if (certificate === undefined) return { verdict: 'valid', signer };",
	},
	{
		name: 'a stale signature, replayed',
		title: 'made 73 hours ago is invalid',
		file: 'nodes/Tesouro/reportReady/pgpProof.ts',
		line: 'age > rules.maxAgeMs',
		becomes: 'age > rules.maxAgeMs * 2',
	},
	{
		name: 'a signature from the future',
		title: 'made ten minutes ahead is ahead of our clock',
		file: 'nodes/OpenPgp/openPgpConfig.ts',
		line: 'CLOCK_SLACK_MS = 5 * 60 * 1000',
		becomes: 'CLOCK_SLACK_MS = 15 * 60 * 1000',
	},
	{
		name: 'the second of two keys forgotten during a rotation',
		title: 'is accepted from the second of two keys',
		file: 'nodes/OpenPgp/keys/keys.ts',
		line: 'verificationKeys: theirs.keys.map(',
		becomes: 'verificationKeys: theirs.keys.slice(0, 1).map(',
	},
	{
		name: 'a right signature beside a wrong one',
		title: 'is invalid with a wrong signature beside a right one',
		file: 'nodes/Tesouro/reportReady/readProof.ts',
		line: "first('invalid') ?? first('ahead') ?? first('valid')",
		becomes: "first('valid') ?? first('invalid')",
	},
	{
		name: 'bytes that are not UTF-8, signed as text',
		title: 'covers bytes that are not UTF-8',
		file: 'nodes/OpenPgp/messages/openUntrusted.ts',
		line: 'list.update(content);',
		becomes: 'list.update(Buffer.from(content.toString()));',
	},
	{
		name: 'a proof encrypted to us, taken from another delivery',
		title: 'is invalid when it belongs to another delivery',
		file: 'nodes/Tesouro/reportReady/headerProof.ts',
		line: 'if (!isAbout(opened.content, body, idsOf(body))) {',
		becomes: 'if (false as boolean) {',
	},
];
