import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { Response } from './send';
import { notAnswered, refused, statusError, tooManyRequests, unknownForm } from './statusErrors';
import { oneLine } from '../../shared/run/oneLine';
import { supportLine } from './support';

/** "`message`, `path[]`, `extensions.code`, optional `extensions.advice`"; a third party reads `extensions.reason`, too. */
const GraphQlError = z.object({
	message: z.string().catch('it gave no reason'),
	extensions: z
		.object({
			code: z.string().optional().catch(undefined),
			advice: z.string().optional().catch(undefined),
			reason: z.string().optional().catch(undefined),
		})
		.catch({})
		.default({}),
});
type GraphQlError = z.infer<typeof GraphQlError>;

const Answer = z.object({ data: z.unknown(), errors: z.array(GraphQlError).nullish() });

const ERRORS_SHOWN = 5;
const SCHEMA_REMEDY =
	'Tesouro\'s API changed, or this is not available for your client. Check the fields and columns that you named yourself; "Fields" in the options of Run Query replaces the usual ones.';

/** Seen: `SERVICE_ERROR`. The others are what GraphQL servers commonly say for the same: our reading. */
const isService = (code: string) => /^(SERVICE|INTERNAL|DOWNSTREAM)_|TIMEOUT|UNAVAILABLE/.test(code);
const isRefusal = (code: string) => /FORBIDDEN|UNAUTHORIZED|UNAUTHENTICATED|NOT_AUTH/.test(code);
const isRateLimit = (code: string) => /RATE_LIMIT|TOO_MANY_REQUESTS/.test(code);
/** Seen: `PARSING_ERROR`. */
const isValidation = (code: string) => /VALIDATION|PARS(E|ING)_/.test(code);
/** Only for errors without any code, and only to choose a better remedy. */
const speaksOfSchema =
	/cannot query field|unknown (field|type|argument)|not defined (on|by)|does not exist on/i;

/** Throws when the data itself holds errors; `support` is the sentence that is added to every error. */
export type Refuse<Data> = (data: Data, support: string) => void;

/**
 * The answer's `data`, read with the schema. Errors come in three layers: HTTP status, top-level `errors` ("HTTP status
 * can be 200"), and the payload's own unions, which are part of `data`: `refuse` looks for those. Part of the data beside an error is never taken
 * for the whole: in a report it would be a wrong sum.
 */
export function readAnswer<T extends z.ZodTypeAny>(
	response: Response,
	schema: T,
	refuse?: Refuse<z.output<T>>,
): z.output<T> {
	const { status, body } = response;
	if (status === 401 || status === 403 || status === 429) throw statusError(response)!;
	const answer = Answer.safeParse(body);
	const errors = (answer.success && answer.data.errors) || [];
	if (errors.length > 0) throw topLevelError(response, errors);
	const failure = statusError(response);
	if (failure !== undefined) throw failure;

	const isAnswer = status === 200 && answer.success && Object(body) === body && 'data' in Object(body);
	const data = isAnswer ? schema.safeParse(answer.data.data) : undefined;
	if (!data?.success) throw unknownForm(response);
	refuse?.(data.data as z.output<T>, supportLine(response));
	return data.data as z.output<T>;
}

/** Whether a GraphQL answer says by its code, with whatever status, that the token is not (or no longer) good. */
export function isUnauthenticated({ body }: Response): boolean {
	const answer = Answer.safeParse(body);
	const errors = (answer.success && answer.data.errors) || [];
	return errors.some(({ extensions }) => /UNAUTHENTICATED|NOT_AUTHENTICATED/.test(extensions.code ?? ''));
}

/** "Key on `code`, never on `message`; several errors may come together": all are shown, the worst decides. */
function topLevelError(response: Response, errors: GraphQlError[]): RemedyError {
	const codes = errors.map(({ extensions }) => extensions.code ?? '');
	const advice = [...new Set(errors.flatMap(({ extensions }) => extensions.advice ?? []))].map((text) =>
		oneLine(text),
	);
	const said = describe(errors);
	if (codes.some(isRefusal)) return refused(response, `: ${said}`);
	if (codes.every(isRateLimit)) return tooManyRequests(response);
	if (response.status >= 500 || codes.every(isService)) return notAnswered(response, `: ${said}`);
	const isSchema =
		codes.some(isValidation) || (codes.every((code) => code === '') && speaksOfSchema.test(said));
	const remedy = isSchema
		? SCHEMA_REMEDY
		: ['Correct the fields that the message names.', ...advice].join(' ');
	return new RemedyError(`Tesouro did not accept the request: ${said}`, `${remedy}${supportLine(response)}`, {
		outcomeUnknown: codes.some((code) => isService(code) || (code === '' && wasBegun(response))),
	});
}

/** GraphQL: an error from before the work leaves `data` out; `data` that is null comes from an error on the way. */
const wasBegun = ({ body }: Response) => 'data' in Object(body);

function describe(errors: GraphQlError[]): string {
	const texts = [...new Set(errors.map(describeOne))];
	const more = texts.length - ERRORS_SHOWN;
	return [...texts.slice(0, ERRORS_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function describeOne({ message, extensions: { code, reason } }: GraphQlError): string {
	const facts = [code, reason].filter((fact): fact is string => fact !== undefined && fact !== message);
	return facts.length === 0
		? oneLine(message)
		: `${oneLine(message)} (${facts.map((text) => oneLine(text)).join(', ')})`;
}
