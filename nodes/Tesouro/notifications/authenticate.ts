import type { IWebhookFunctions } from 'n8n-workflow';
import type { PassedProof } from '../../shared/deliveries/proof';
import { accepted, type Authentication } from '../../shared/deliveries/verdict';
import type { Payload } from './payload';
import type { Evidence } from './prove';

/** There is no API to confirm a notification with: its signature has proved everything. */
export const authenticate = async (
	_context: IWebhookFunctions,
	_payload: Payload,
	{ verification }: PassedProof<Evidence>,
): Promise<Authentication> => accepted(verification);
