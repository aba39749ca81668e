import type { IExecuteFunctions } from 'n8n-workflow';
import type { Proof } from '../../shared/deliveries/requestProofs';

/**
 * What is wrong with a URL over which a token travels, as a sentence with its remedy; undefined when nothing is.
 * A private address is none of it: ConnectReport stands in the company's own network, mostly like n8n.
 */
export function plainTokenProblem(url: string, proofs: Iterable<Proof>): string | undefined {
	const carriesToken = [...proofs].some((proof) => proof === 'header' || proof === 'query');
	if (!carriesToken || !URL.canParse(url)) return undefined;
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'http:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)) return undefined;
	return 'Over http:// the token travels in the open: whoever can listen in the network between ConnectReport and n8n learns it. Use an address that begins with https://, or add Source Address under Authenticity';
}

/** Warns beside the output of a URL that went live. */
export function warnOfUrl(context: IExecuteFunctions): void {
	const { productionUrl } = context.getWorkflowStaticData('node');
	const chosen = [context.getNodeParameter('authenticity', 0, [])].flat() as Proof[];
	const problem = plainTokenProblem(String(productionUrl ?? context.getInstanceBaseUrl()), chosen);
	if (problem === undefined) return;
	context.addExecutionHints({ message: `${problem}.`, type: 'warning', location: 'outputPane' });
}
