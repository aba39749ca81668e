import { isLoopback } from '../../shared/http/loopback';
import type { LiveTrigger } from '../../shared/deliveries/goingLive';
import type { ProofName } from '../../shared/deliveries/requestProofs';
import { policyOf, publicationProblemOf, type Policy } from './policy';

/** What the trigger checks before it is published. */
export const publication: LiveTrigger<Policy> = {
	policyOf,
	publicationProblemOf,
	warningsOf: ({ proofs }) =>
		[...proofs].join() === 'api'
			? [
					'Deliveries are confirmed with the ConnectReport API alone. Anyone who learns the URL can have this n8n ask your server some 60 questions a minute, and deliveries larger than 1 MB are refused. Add a token under "Verify Deliveries With"',
				]
			: [],
	urlProblemOf: (url, { proofs }) => plainTokenProblem(url, proofs),
};

/**
 * What is wrong with a URL over which a token travels, as a sentence with its remedy; undefined when nothing is.
 * A private address is fine: ConnectReport runs in the company's own network, and mostly so does n8n.
 */
export function plainTokenProblem(url: string, proofs: Iterable<ProofName>): string | undefined {
	const carriesToken = [...proofs].some((proof) => proof === 'header' || proof === 'query');
	if (!carriesToken || !URL.canParse(url)) return undefined;
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'http:' || isLoopback(hostname)) return undefined;
	return 'Over http:// the token is sent unencrypted: anyone who can listen in the network between ConnectReport and n8n learns it. Use an address that starts with https://, or add Source Address under Verify Deliveries With';
}
