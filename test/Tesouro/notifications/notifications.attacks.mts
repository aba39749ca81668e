import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a notification without a signature',
		title: 'gets 503 in the form none',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'header === undefined ? undecided(UNSIGNED)',
		becomes: "header === undefined ? accepted({ verdict: 'verified', method: 'none' })",
	},
	{
		name: 'the old secret for notifications forgotten during a rotation',
		title: 'accepts both while both are in the credential',
		file: 'nodes/Tesouro/notifications/signingSecrets.ts',
		line: 'secret: credential.previousSigningSecret',
		becomes: 'secret: undefined',
	},
	{
		name: 'a secret for notifications that can be guessed',
		title: 'with a guessable secret, and says which',
		file: 'nodes/Tesouro/notifications/signingSecrets.ts',
		line: 'secret.length < SECRET_LENGTH_AT_LEAST',
		becomes: 'false as boolean',
	},
	{
		name: 'a replay where the age of signatures was left empty by mistake',
		title: 'is refused for its age if the age is "" by mistake',
		file: 'nodes/Tesouro/deliveries/signatureAge.ts',
		line: " && given.trim() !== ''",
		becomes: '',
	},
	{
		name: 'a genuine notification refused for good, because its secret was pasted by halves',
		title:
			'a trigger with half a secret asks for redelivery of what it may have signed, and accepts what the whole one signed',
		file: 'nodes/Tesouro/notifications/hmacProof.ts',
		line: 'return unusableSecrets.length === 0',
		becomes: 'return unusableSecrets.length >= 0',
	},
	{
		name: 'listening to notifications with nothing to verify with',
		title: 'with nothing to verify with',
		file: 'nodes/Tesouro/notifications/policy.ts',
		line: "authenticity === 'hmac' && secrets.length === 0",
		becomes: 'false as boolean',
	},
	{
		name: 'a genuine delivery that a remembered policy refuses for good',
		title: 'a trigger accepts a secret saved a moment ago, although it remembers the credential',
		file: 'nodes/shared/deliveries/answer.ts',
		line: 'if (wantsSecondLook(context)) throw new SecondLook();',
		becomes: '',
	},
];
