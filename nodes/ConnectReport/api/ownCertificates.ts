import { asHttpContext, type OlderContext } from '../../shared/http/olderHelper';
import type { HttpContext } from '../../shared/http/send';

/** For the TLS connection. Given certificates take the place of those that n8n trusts, so a stranger's certificate does not get in. */
export const agentOptions = (certificates: string[], others: object = {}) =>
	certificates.length === 0
		? {}
		: // The certificate of the server itself, or of an authority in between, will do, too.
			{ agentOptions: { ...others, ca: certificates, allowPartialTrustChain: true } };

/**
 * A context whose requests trust the given certificates, or the context itself when there are none. It is made of n8n's
 * older helper: n8n 2.8 knows own certificates there alone, 2.20 and newer in both. Tried on 2.8; read in 2.41.
 */
export const trusting = (context: HttpContext | OlderContext, certificates: string[]): HttpContext =>
	asHttpContext(context, agentOptions(certificates));
