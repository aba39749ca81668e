import type { LiveTrigger } from '../../shared/deliveries/goingLive';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { policyOf, publicationProblemOf, type Policy } from './policy';

/** What the trigger checks before it is published. */
export const publication: LiveTrigger<Policy> = {
	policyOf,
	publicationProblemOf,
	warningsOf: () => [],
	urlProblemOf: urlProblem,
};

/** What keeps ReportFlow from delivering to this URL. */
export function urlProblem(url: string): string | undefined {
	const problem = webhookUrlProblem(url);
	return problem && `ReportFlow will not be able to deliver. ${problem}`;
}
