import type { IWebhookFunctions } from 'n8n-workflow';

/** One HTTP request that a provider made to a trigger: bytes, not yet a payload. */
export interface Delivery {
	body: Buffer;
	receivedAt: Date;
	/** The header's value whatever the case of its name; undefined when missing or empty. */
	header(name: string): string | undefined;
	/** What came, without any value: for the log of a delivery that was refused. */
	headerShapes(): string[];
	/** The trigger that it came to: its workflow and node. */
	trigger?: string;
	/** The last part of the path, where the trigger's path has a place for a token. */
	pathToken?: string | undefined;
	/** `?token=` of the URL; undefined when it stands there twice. */
	queryToken?: string | undefined;
	/** Who is connected, as n8n sees it: behind proxies, as far as N8N_PROXY_HOPS tells it how many there are. */
	address?: string | undefined;
}

/** A log needs no more of them, and a stranger chooses their names. */
const HEADERS_AT_MOST = 40;
const HEADER_NAME_AT_MOST = 60;

/**
 * The delivery as it came over the wire. n8n keeps the raw bytes of the bodies that it parses itself; all others are read
 * here. Undefined when there are no raw bytes: those of multipart/form-data, which n8n has taken apart already.
 */
export async function readDelivery(
	context: IWebhookFunctions,
	receivedAt: Date,
): Promise<Delivery | undefined> {
	const request = context.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody?.().catch(() => undefined);
	if (!Buffer.isBuffer(request.rawBody)) return undefined;
	const { token: pathToken } = context.getParamsData() as Record<string, string | undefined>;
	const { token: queryToken } = context.getQueryData() as Record<string, unknown>;
	const { ip } = request as { ip?: string };
	return {
		...toDelivery(request.rawBody, context.getHeaderData(), receivedAt),
		trigger: JSON.stringify([context.getWorkflow().id, context.getNode().id]),
		pathToken,
		queryToken: typeof queryToken === 'string' ? queryToken : undefined,
		address: ip,
	};
}

/** A delivery from its parts. Node joins a repeated header with commas, so repeated signatures fail to parse. */
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
		headerShapes: () =>
			[...values]
				.slice(0, HEADERS_AT_MOST)
				.map(([name, value]) => `${name.slice(0, HEADER_NAME_AT_MOST)} (${value.length})`),
	};
}
