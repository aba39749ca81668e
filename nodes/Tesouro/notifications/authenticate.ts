import type { IWebhookFunctions } from 'n8n-workflow';
import type { PassedProof } from '../../shared/deliveries/proof';
import { accepted, type Authentication } from '../../shared/deliveries/verdict';
import type { Payload } from './payload';
import type { Evidence } from './prove';

/** Of a notification nobody can be asked: its signature has proved everything. */
export const authenticate = async (
	_context: IWebhookFunctions,
	_payload: Payload,
	{ verification }: PassedProof<Evidence>,
): Promise<Authentication> => accepted(verification);
