import type { Bytes } from '../../shared/files/streams';
import type { NodeStream } from '../../shared/files/fileStore';
import type { Patience } from '../../shared/http/patience';
import { discard, readAnswer, type Answer, type HttpContext } from '../../shared/http/send';
import type { z } from '../../shared/vendor/zod';
import { pathTemplate, serverOf, type ConnectReportCredential } from './credential';
import { unwrap } from './envelopes';
import { connectReport, type PathName } from '../facts';
import { fileTarget } from './fileLocation';
import type { OlderContext } from '../../shared/http/olderHelper';
import { trusting } from './ownCertificates';
import { fill, type Values } from './paths';
import { persist, withPause, type Repeat } from './persist';
import { isNoPath, statusError, unknownForm, type Purpose } from './statusErrors';
import { loginPage } from './loginPage';
import { isWebPage } from './answerText';
import { type Connection, partyOf, sendOnce, sendForFile } from './connection';

export interface Ask {
	path: PathName;
	values?: Values;
	body?: object;
	purpose: Purpose;
	/** GET is repeated automatically; anything else as it says here. */
	repeat?: Repeat;
}

/** Sends requests with the key of one credential, to its server alone. Every failure is a RemedyError with its `status`. */
export interface ConnectReportApi {
	/** With the prefix of its path, without a slash at the end: the `source` of report events. */
	serverUrl: string;
	/** The JSON of a successful answer, out of its envelope (`name` is the one that it may lie under), read with the schema. */
	json<T extends z.ZodTypeAny>(ask: Ask, name: string, schema: T): Promise<z.output<T>>;
	/** A rendered file, as it begins to arrive. */
	file(location: string, fileName: string): Promise<FileAnswer>;
}

export interface FileAnswer {
	headers: Record<string, string | undefined>;
	/** The media type alone, in small letters; empty when there is none. */
	mediaType: string;
	stream: NodeStream;
	bytes: Bytes;
	/** Ends the transfer; always call it, because the body may still be unread. */
	close(): void;
}

/** Binds the credential to a context's HTTP helper. Throws a RemedyError when the credential cannot be used. */
export function connect(
	context: HttpContext | OlderContext,
	credential: Partial<ConnectReportCredential>,
	patience: Patience,
): ConnectReportApi {
	const server = serverOf(credential);
	const connection: Connection = {
		context: trusting(context, server.certificates),
		server,
		party: partyOf(server),
		apiKey: credential.apiKey?.trim() ?? '',
		patience,
	};
	return {
		serverUrl: server.url,
		async json(ask, name, schema) {
			const answer = await askForJson(connection, credential, ask);
			const parsed = schema.safeParse(unwrap(answer.body, name));
			if (parsed.success) return parsed.data;
			throw unknownForm(answer, ask.purpose);
		},
		async file(location, fileName) {
			const target = fileTarget(server, pathTemplate(credential, 'file'), location, fileName);
			const { headers, body } = await persist(
				async () => await sendForFile(connection, target),
				'always',
				patience,
			);
			return {
				headers,
				mediaType: (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
				stream: body,
				bytes: body as Bytes,
				close: () => discard(body),
			};
		},
	};
}

/**
 * Looks under the other spelling where there is nothing under the first. What changes something is sent there only when
 * the server says that it has no such path: then it did nothing.
 */
async function askForJson(
	connection: Connection,
	credential: Partial<ConnectReportCredential>,
	ask: Ask,
): Promise<Answer> {
	const first = await sendTemplate(connection, pathTemplate(credential, ask.path), ask);
	const other = Object.entries(connectReport.otherPaths).find(([name]) => name === ask.path)?.[1];
	const isRead = /^\s*GET\b/i.test(other ?? '');
	const isMissing = isRead ? first.status === 404 || first.status === 405 : isNoPath(first);
	if (!isMissing || other === undefined) return readSuccess(first, ask);
	const second = await sendTemplate(connection, other, ask);
	// "No such task" under either of them says more than "no such path" under the other.
	return readSuccess(isNoPath(second) ? first : second, ask);
}

async function sendTemplate(connection: Connection, template: string, ask: Ask): Promise<Answer> {
	const { values = {}, body, purpose, repeat } = ask;
	const target = fill(connection.server, template, values);
	const how = target.method === 'GET' ? 'always' : (repeat ?? 'never');
	return await persist(
		async () => {
			const open = await sendOnce(connection, target, body);
			const answer = await readAnswer(open, connection.party, connection.server.host);
			if (answer.status === 429 || answer.status >= 500)
				throw withPause(statusError(answer, purpose), answer);
			return answer;
		},
		how,
		connection.patience,
	);
}

function readSuccess(answer: Answer, { purpose, values = {} }: Ask): Answer {
	if (answer.status < 200 || answer.status >= 300) throw statusError(answer, purpose, values);
	if (typeof answer.body === 'string' && isWebPage(answer.body)) throw loginPage(answer);
	return answer;
}
