import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a signed ID put before another link',
		title: 'does not vouch for the rest of the body',
		file: 'nodes/Tesouro/reportReady/headerProof.ts',
		line: 'if (!coversBody)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a flood of hidden recipients',
		title: 'a message with a flood of hidden recipients is refused, even when we are one of them',
		file: 'nodes/OpenPgp/messages/openUntrusted.ts',
		line: 'RECIPIENTS_AT_MOST = 4',
		becomes: 'RECIPIENTS_AT_MOST = 4_000',
	},
	{
		name: 'a flood of signatures',
		title: 'a message with a flood of signatures is refused, even when all of them are correct',
		file: 'nodes/OpenPgp/engine/signatureList.ts',
		line: 'SIGNATURES_AT_MOST = 16',
		becomes: 'SIGNATURES_AT_MOST = 16_000',
	},
	{
		name: 'a small message that unpacks to a large one',
		title: 'a small message that unpacks to a lot of padding is refused',
		file: 'nodes/OpenPgp/messages/untrustedWork.ts',
		line: 'inflatedAtMost: () => 2 * bytesAtMost,',
		becomes: 'inflatedAtMost: () => Infinity,',
	},
	{
		name: 'private keys that are tried for each of many headers',
		title: 'private keys are tried a few times per delivery, wherever the messages are',
		file: 'nodes/OpenPgp/messages/untrustedWork.ts',
		line: 'PRIVATE_KEY_TRIES_AT_MOST = 8',
		becomes: 'PRIVATE_KEY_TRIES_AT_MOST = 8_000',
	},
	{
		name: 'messages that are opened although a signature decides',
		title: 'nothing is opened with a private key if a signature decides',
		file: 'nodes/Tesouro/reportReady/readProof.ts',
		line: 'if (decisive(proofs) !== undefined) break;',
		becomes: '',
	},
	{
		name: 'the headers of a signed part, read as the payload',
		title: 'the payload is the first part of multipart/signed, without its headers',
		file: 'nodes/Tesouro/reportReady/readContent.ts',
		line: 'return part.content ?? delivery.body;',
		becomes: 'return part.signed;',
	},
];
