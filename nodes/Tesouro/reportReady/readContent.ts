import { emptyRing } from '../../OpenPgp/keys/keys';
import {
	isCleartext,
	openUntrusted,
	openUntrustedCleartext,
	readUntrustedBody,
} from '../../OpenPgp/messages/openUntrusted';
import { untrustedWork } from '../../OpenPgp/messages/untrustedWork';
import type { Delivery } from '../../shared/deliveries/delivery';
import { tesouro } from '../facts';
import { readSignedPart } from './multipart';

/** No key is tried: signatures decide nothing here. */

/**
 * The payload out of a delivery whose proof is of no interest, because the API confirms it or everything is accepted: what a
 * signed body holds, or the body as it came.
 */
export async function readContent(delivery: Delivery): Promise<Buffer> {
	const part = readSignedPart(delivery);
	if (part !== undefined) return part.content ?? delivery.body;
	return (await readMessage(delivery).catch(() => undefined)) ?? delivery.body;
}

async function readMessage({ body, receivedAt }: Delivery): Promise<Buffer | undefined> {
	const work = untrustedWork(tesouro.deliveryBytesAtMost);
	if (isCleartext(body)) return (await openUntrustedCleartext(body, [], receivedAt, work)).content;
	const found = await readUntrustedBody(body, work);
	if (found?.kind !== 'message' || found.isEncrypted) return undefined;
	return (await openUntrusted(found, emptyRing(), receivedAt, work, tesouro.deliveryBytesAtMost)).content;
}
