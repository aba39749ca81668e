import { createHash } from 'crypto';
import type { NodeStream } from '../../shared/files/fileStore';
import { RemedyError } from '../../shared/run/remedyError';
import type { Bytes } from '../../shared/files/streams';
import type { z } from '../../shared/vendor/zod';
import { reportFlow } from '../facts';
import { apiBaseUrl, type Generation, type ReportFlowCredential } from './credential';
import { quick, type Patience } from './patience';
import { persist, withPurpose } from './persist';
import type { Access, ApiRequest } from './sendInTurn';
import { discard, readAnswer, type Answer, type HttpContext } from './send';
import { mayHaveRun, type Purpose } from './statusErrors';

/** Sends authenticated requests on behalf of one credential. Every failure is a RemedyError with its `status`. */
export interface ReportFlowApi {
	baseUrl: string;
	/** Tells workspaces apart, without a secret in it. */
	identity: string;
	/** The largest request that this generation of the API takes. */
	requestBytesAtMost: number;
	/** The older one has no sharing and no pass-through data. */
	generation: Generation;
	/** The JSON of a successful answer, read with the schema. */
	json<T extends z.ZodTypeAny>(request: ApiRequest, schema: T): Promise<z.output<T>>;
	/** A successful answer whose body is a file. A string is the path of a download. */
	stream(request: ApiRequest | string): Promise<FileAnswer>;
}

/** A file that begins to arrive. */
export interface FileAnswer {
	headers: Record<string, string | undefined>;
	/** The media type alone, in small letters. */
	mediaType: string;
	bytes: Bytes;
	stream: NodeStream;
	/** Ends the transfer; always call it, because the body may still be unread. */
	close(): void;
}

/** Binds the credential to a context's HTTP helper. Without patience, as a webhook needs it, unless told. */
export const connect = (
	context: HttpContext,
	credential: ReportFlowCredential,
	patience: Patience = quick,
): ReportFlowApi => connectWith(context, keyAccess(credential), patience);

/** The keys in headers: two for a workspace with its own host, otherwise one. An empty key does not count. */
export function keyHeaders({ generation, appKey, secretKey }: ReportFlowCredential): Record<string, string> {
	const { headers } = reportFlow;
	const keys = {
		[headers.appKey]: appKey?.trim() ?? '',
		[headers.secretKey]: generation === 'workspace' ? (secretKey?.trim() ?? '') : '',
	};
	return Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== ''));
}

function keyAccess(credential: ReportFlowCredential): Access {
	const baseUrl = apiBaseUrl(credential);
	return {
		baseUrl,
		identity: identityOf(baseUrl, credential.appKey?.trim() ?? ''),
		requestBytesAtMost:
			reportFlow.requestBytesAtMost[credential.generation] ?? reportFlow.requestBytesAtMost.single,
		generation: credential.generation,
		perMinute: ratesOf(credential),
		headers: async () => keyHeaders(credential),
		renew: async () => false,
	};
}

export const ratesOf = (limits: { syncPerMinute?: number; asyncPerMinute?: number }) => ({
	sync: limits.syncPerMinute || reportFlow.requestsPerMinute.sync,
	async: limits.asyncPerMinute || reportFlow.requestsPerMinute.async,
});

export const identityOf = (baseUrl: string, key: string): string =>
	`${baseUrl} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;

/** The API for whatever proves whose the requests are. */
export function connectWith(context: HttpContext, access: Access, patience: Patience): ReportFlowApi {
	const { baseUrl, identity, requestBytesAtMost, generation } = access;
	const { host } = new URL(baseUrl);
	const ask = async (request: ApiRequest) => await persist(context, access, request, patience);
	return {
		baseUrl,
		identity,
		requestBytesAtMost,
		generation,
		async json(request, schema) {
			const open = await ask(request);
			const answer = await readAnswer(open, host).catch((error: unknown) => {
				throw withPurpose(error, request.purpose);
			});
			const parsed = schema.safeParse(answer.body);
			if (parsed.success) return parsed.data;
			throw unknownForm(answer, request.purpose);
		},
		async stream(given) {
			const request: ApiRequest =
				typeof given === 'string'
					? { method: 'GET', path: given, purpose: 'download', rateClass: 'async' }
					: given;
			const { headers, body } = await ask(request);
			return {
				headers,
				mediaType: (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
				bytes: body as Bytes,
				stream: body,
				close: () => discard(body),
			};
		},
	};
}

const unknownForm = ({ status }: Answer, purpose: Purpose) =>
	new RemedyError(
		`ReportFlow's answer has an unknown format (status ${status})`,
		purpose === 'generate'
			? mayHaveRun
			: 'Check the base URL in the ReportFlow credential; if it is right, ReportFlow changed its API: report it to the authors of this node.',
		{ status, outcomeUnknown: true },
	);
