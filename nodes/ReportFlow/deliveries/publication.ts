import type { LiveTrigger } from '../../shared/deliveries/goingLive';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { policyOf, publicationProblemOf, type Policy } from './policy';

/** What the trigger checks before it is published. */
export const publication: LiveTrigger<Policy> = {
	policyOf,
	publicationProblemOf,
	warningsOf: ({ proofs }) =>
		[...proofs].join() === 'api'
			? [
					'Deliveries are confirmed with the ReportFlow API alone. Anyone who learns the URL can have this n8n ask ReportFlow up to 36 questions a minute, of the 100 that the workspace has. Add a token under "Verify Deliveries With"',
				]
			: [],
	urlProblemOf: urlProblem,
};

/** What keeps ReportFlow from delivering to this URL. */
export function urlProblem(url: string): string | undefined {
	const problem = webhookUrlProblem(url);
	return problem && `ReportFlow will not be able to deliver. ${problem}`;
}
