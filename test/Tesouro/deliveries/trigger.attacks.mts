import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: "another customer's delivery, signed with the same key",
		title: "is refused for another customer's report, which our client does not know",
		file: 'nodes/Tesouro/reportReady/authenticate.ts',
		line: "(confirmsRecords && payload.kind === 'report ready')",
		becomes: '(false as boolean)',
	},
	{
		name: 'a genuine delivery refused for good, because the key that signed it was pasted by halves',
		title: 'gets 503 while half of a key is in the credential, which may be the key that signed it',
		file: 'nodes/Tesouro/reportReady/prove.ts',
		line: 'ring.problems.length === 0',
		becomes: 'ring.problems.length < 9',
	},
	{
		name: 'no signature header',
		title: 'gets 401 and starts nothing with no signature',
		file: 'nodes/Tesouro/reportReady/prove.ts',
		line: "if (proof.kind === 'valid') return passed",
		becomes:
			"if (proof.kind === 'valid') return passed(byApi, true); if (proof.kind === 'absent') return passed",
	},
	{
		name: 'a wrong signature of the right length',
		title: 'gets 401 and starts nothing with a signature over other bytes',
		file: 'nodes/OpenPgp/engine/signatures.ts',
		line: 'await verified;',
		becomes: 'await verified.catch(() => true);',
	},
	{
		name: 'a proof that anybody with our public key can make',
		title: 'is refused without the API to confirm it',
		file: 'nodes/Tesouro/reportReady/prove.ts',
		line: "if (proof.kind === 'valid') return passed",
		becomes: "if (proof.kind === 'valid' || proof.kind === 'weak') return passed",
	},
	{
		name: 'learning from the answer what was wrong',
		title: 'gets the same answer whatever is wrong with it',
		file: 'nodes/shared/deliveries/answer.ts',
		line: "{ error: 'The delivery could not be authenticated' }",
		becomes: '{ error: reason }',
	},
	{
		name: "a link of the body's own choice",
		title: 'uses the link and the times of Tesouro, not those of the body',
		file: 'nodes/Tesouro/reportReady/toReportEvent.ts',
		line: '(record && toReportFile(record)) ??',
		becomes: '',
	},
	{
		name: 'a report of another presenter',
		title: 'rejects a delivery that names another presenter',
		file: 'nodes/Tesouro/reportReady/confirmWithApi.ts',
		line: 'if (otherPresenter)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a redelivery',
		title: 'are acknowledged without an execution',
		file: 'nodes/shared/deliveries/claim.ts',
		line: 'if (ok) held.accepted = true;\n\t\t\telse if (claims.get(key) === held) claims.delete(key);',
		becomes: 'claims.delete(key);',
	},
	{
		name: 'a claim that is not given back',
		title: 'take the place of a delivery that n8n failed to accept',
		file: 'nodes/shared/deliveries/claim.ts',
		line: 'else if (claims.get(key) === held) claims.delete(key);',
		becomes: 'else held.accepted = true;',
	},
	{
		name: 'a redelivery after a restart',
		title: 'after a restart pass the first layer and are dropped by the second: nothing downstream runs',
		file: 'nodes/Tesouro/TesouroTrigger.node.ts',
		line: 'return [await takeEvent(this, items, eventId)];',
		becomes: 'return [items];',
	},
	{
		name: 'going live with nothing to verify with',
		title: 'is refused with signature and nothing to verify with',
		file: 'nodes/Tesouro/reportReady/policy.ts',
		line: 'if (ring.verificationKeys.length === 0) {',
		becomes: 'if (false as boolean) {',
	},
];
