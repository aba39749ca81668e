import { ownKeyNotes, ownKeysOf } from '../../OpenPgp/keys/ownKeys';
import type { LiveTrigger } from '../../shared/deliveries/goingLive';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { policyOf, publicationProblemOf, type Policy } from './policy';

/** What the trigger checks before it is published. */
export const publication: LiveTrigger<Policy> = {
	policyOf,
	publicationProblemOf,
	warningsOf,
	urlProblemOf: urlProblem,
};

function warningsOf(policy: Policy): string[] {
	if (policy.event !== 'reportReady') return [];
	const { authenticity, ring } = policy;
	// A note and no refusal: who tries the trigger out signs with a key of their own.
	if (authenticity === 'signature') return ownKeyNotes(ring.verificationKeys, ownKeysOf(ring));
	return authenticity === 'api'
		? [
				'Deliveries are confirmed with the Tesouro API alone. Anyone who learns the URL can have this n8n ask Tesouro up to 50 questions a minute. "Require an OpenPGP Signature" costs none',
			]
		: [];
}

/** What keeps Tesouro from delivering to this URL. */
export function urlProblem(url: string): string | undefined {
	const problem = webhookUrlProblem(url);
	return problem && `Tesouro will not be able to deliver. ${problem}`;
}
