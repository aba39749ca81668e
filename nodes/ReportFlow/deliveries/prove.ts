import type { Delivery } from '../../shared/deliveries/delivery';
import type { Proof } from '../../shared/deliveries/proof';
import { proveRequest } from '../../shared/deliveries/requestProofs';
import type { Policy } from './policy';

/** What a delivery proves on its own: ReportFlow signs nothing, so the proof is in the request. */
export const prove = async (delivery: Delivery, policy: Policy): Promise<Proof> =>
	proveRequest(delivery, policy, 'ReportFlow');
