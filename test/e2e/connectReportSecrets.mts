import type { ConnectReportStage } from './connectReportStage.mts';
import { findSecrets } from './secrets.mts';

/** Where a key or a token can be read that should not be. */
export async function connectReportLeaks(stage: ConnectReportStage): Promise<string[]> {
	const { microsoft, twilio } = stage.destinations;
	return await findSecrets(stage, [
		...[...stage.keys].map((key) => ['an API key', key] as [string, string]),
		['the trigger token', stage.token],
		['the Twilio token', twilio.credential.authToken],
		...[...microsoft.signIn.secrets].map((secret) => ['a token of Microsoft', secret] as [string, string]),
	]);
}
