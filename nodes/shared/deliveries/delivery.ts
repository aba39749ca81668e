import type { IWebhookFunctions } from 'n8n-workflow';

/** One HTTP request that a provider made to a trigger: bytes, not yet a payload. */
export interface Delivery {
	body: Buffer;
	receivedAt: Date;
	/** The header's value whatever the case of its name; undefined when missing or empty. */
	header(name: string): string | undefined;
	/** What came, without any value: for the log of a delivery that was refused. */
	headerShapes(): string[];
}

/**
 * The delivery as it came over the wire. n8n keeps the raw bytes of every body but multipart/form-data; where it has
 * none, it reads them on demand. Undefined when there are no raw bytes to be had.
 */
export async function readDelivery(
	context: IWebhookFunctions,
	receivedAt: Date,
): Promise<Delivery | undefined> {
	const request = context.getRequestObject();
	// After multipart/form-data, which n8n has read and taken apart already, this fails.
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody?.().catch(() => undefined);
	if (!Buffer.isBuffer(request.rawBody)) return undefined;
	return toDelivery(request.rawBody, context.getHeaderData(), receivedAt);
}

/** A delivery from its parts. Node joins a repeated header with commas, so that repeated signatures fail to parse. */
export function toDelivery(
	body: Buffer,
	headers: Record<string, string | string[] | undefined>,
	receivedAt: Date,
): Delivery {
	const values = new Map(
		Object.entries(headers).map(([name, value]) => [
			name.toLowerCase(),
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);
	return {
		body,
		receivedAt,
		header: (name) => values.get(name.toLowerCase()) || undefined,
		headerShapes: () => [...values].map(([name, value]) => `${name} (${value.length})`),
	};
}
