import type { ConnectReportBench } from './connectReportBench.mts';
import { findSecrets } from './secrets.mts';

/** Where a key or a token can be read that should not be. */
export async function connectReportLeaks(bench: ConnectReportBench): Promise<string[]> {
	const { microsoft, twilio } = bench.destinations;
	return await findSecrets(bench, [
		...[...bench.keys].map((key) => ['an API key', key] as [string, string]),
		['the trigger token', bench.token],
		['the Twilio token', twilio.credential.authToken],
		...[...microsoft.signIn.secrets].map((secret) => ['a token of Microsoft', secret] as [string, string]),
	]);
}
