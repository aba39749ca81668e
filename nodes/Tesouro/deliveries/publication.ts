import type { LiveTrigger } from '../../shared/deliveries/goingLive';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { policyOf, publicationProblemOf, type Policy } from './policy';

/** What the trigger checks before it is published. */
export const publication: LiveTrigger<Policy> = {
	policyOf,
	publicationProblemOf,
	warningsOf: (policy) =>
		policy.event === 'reportReady' && policy.authenticity === 'api'
			? [
					'Deliveries are confirmed with the Tesouro API alone. Anyone who learns the URL can have this n8n ask Tesouro up to 50 questions a minute. "Require an OpenPGP Signature" costs none',
				]
			: [],
	urlProblemOf: urlProblem,
};

/** What keeps Tesouro from delivering to this URL. */
export function urlProblem(url: string): string | undefined {
	const problem = webhookUrlProblem(url);
	return problem && `Tesouro will not be able to deliver. ${problem}`;
}
