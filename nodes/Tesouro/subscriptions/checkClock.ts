import type { IHookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { TesouroApi } from '../api/transport';
import { policyOf } from '../notifications/policy';

/**
 * With a clock that is wrong by more than signatures may be old, every notification looks like a replay. Tesouro's own
 * clock stands in its answers. Throws a RemedyError, while somebody who publishes the workflow can see it.
 */
export async function checkClock(context: IHookFunctions, api: TesouroApi): Promise<void> {
	const { authenticity, maxAgeMs } = await policyOf(context);
	const ahead = api.clockAheadMs();
	if (authenticity !== 'hmac' || maxAgeMs === undefined || ahead === undefined) return;
	if (Math.abs(ahead) <= maxAgeMs) return;
	throw new RemedyError(
		`The clock of this n8n is ${Math.round(Math.abs(ahead) / 1000)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Tesouro's, so every notification would look like a replay`,
		'Set the clock of the computer that n8n runs on, preferably with a time service (NTP), and publish again.',
	);
}
