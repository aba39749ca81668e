import {
	httpRequest,
	proxyRequestToAxios,
} from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import type { ConnectReportCredential } from '../../../nodes/ConnectReport/api/credential';
import { connect, type ConnectReportApi } from '../../../nodes/ConnectReport/api/transport';
import type { Patience } from '../../../nodes/shared/http/patience';
import type { HttpContext } from '../../../nodes/shared/http/send';
import type { ConnectReportSandbox } from '../../../tools/sandbox/ConnectReport/sandbox.mts';

/** n8n's own HTTP helpers, without the rest of a context. */
export const httpContext = {
	helpers: {
		httpRequest,
		// The older helper, as n8n gives it to nodes and to credential tests.
		request: async (options: object) => await proxyRequestToAxios(undefined, undefined, undefined, options),
	},
} as unknown as HttpContext;

/** So patient that a failure that passes is lived through, and so fast that nobody waits for it. */
export const brief: Patience = { retries: 3, waitMs: 5_000, timeoutMs: 2_000, backOffMs: 10 };

export const credentialOf = (
	{ url, apiKey, caCertificate }: ConnectReportSandbox,
	change: Partial<ConnectReportCredential> = {},
): ConnectReportCredential => ({
	serverUrl: url,
	allowHttp: url.startsWith('http:'),
	apiKey,
	...(caCertificate !== undefined && { ca: caCertificate }),
	...change,
});

export const apiFor = (
	sandbox: ConnectReportSandbox,
	change: Partial<ConnectReportCredential> = {},
	patience: Patience = brief,
): ConnectReportApi => connect(httpContext, credentialOf(sandbox, change), patience);
