import { createHash } from 'crypto';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { tesouro } from '../facts';
import { apiBaseUrl, clientOf, type TesouroCredential } from './credential';
import { send, type HttpContext } from './send';
import { oneLine } from '../../shared/run/oneLine';
import { supportLine } from './support';
import { setNewest } from '../../shared/run/setNewest';

interface Token {
	value: string;
	/** Renewed from then on, while it still works. */
	renewAt: number;
}

const TOKEN_TIMEOUT_MS = 10_000;
/** Tesouro's own SDK renews when five minutes or less remain. */
const RENEW_BEFORE_EXPIRY_MS = 5 * 60 * 1000;
/** "typically one hour; always obey expires_in": for an answer without it. */
const DEFAULT_LIFETIME_SECONDS = 300;
const CACHED_TOKENS = 50;

const TokenResponse = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() });
const TokenProblem = z.object({ error: z.string(), error_description: z.string().optional() });

interface Slot {
	token?: Token;
	/** The request that is under way; concurrent callers wait for the same one. */
	pending?: Promise<Token>;
}

/** One slot a credential, shared by all nodes of this process. */
const slots = new Map<string, Slot>();

/** A token for the credential's client, renewed before it expires. Throws a RemedyError that says why there is none. */
export async function accessToken(
	context: HttpContext,
	credential: TesouroCredential,
	now: () => number = Date.now,
): Promise<string> {
	const slot = slotOf(credential);
	if (slot.token !== undefined && slot.token.renewAt > now()) return slot.token.value;
	slot.pending ??= requestToken(context, credential, now)
		.then((token) => (slot.token = token))
		.finally(() => delete slot.pending);
	return (await slot.pending).value;
}

/** After Tesouro refused a token: the next caller asks for a new one. A token that was renewed meanwhile is kept. */
export function forgetToken(credential: TesouroCredential, value: string): void {
	const slot = slotOf(credential);
	if (slot.token?.value === value) delete slot.token;
}

/** The key is a digest, so the map holds no secret. */
function slotOf(credential: TesouroCredential): Slot {
	const { clientId, clientSecret } = clientOf(credential);
	const identity = JSON.stringify([apiBaseUrl(credential), clientId, clientSecret]);
	const key = createHash('sha256').update(identity).digest('hex');
	const slot = slots.get(key) ?? {};
	setNewest(slots, key, slot, CACHED_TOKENS);
	return slot;
}

/** "POST {host}/openid/connect/token", form-encoded, grant_type=client_credentials; no refresh token, no scope. */
async function requestToken(
	context: HttpContext,
	credential: TesouroCredential,
	now: () => number,
): Promise<Token> {
	const { clientId, clientSecret } = clientOf(credential);
	const response = await send(context, {
		method: 'POST',
		url: apiBaseUrl(credential) + tesouro.paths.signIn,
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
		}).toString(),
		timeout: TOKEN_TIMEOUT_MS,
	});
	const parsed = TokenResponse.safeParse(response.body);
	if (response.status === 200 && parsed.success) {
		const lifetimeMs = (parsed.data.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1000;
		const margin = Math.min(RENEW_BEFORE_EXPIRY_MS, lifetimeMs / 5);
		return { value: parsed.data.access_token, renewAt: now() + lifetimeMs - margin };
	}
	const { data: problem } = TokenProblem.safeParse(response.body);
	const refused = response.status === 400 || response.status === 401 || response.status === 403;
	if (refused) {
		throw new RemedyError(
			`Tesouro does not accept the client ID and secret (${response.status}${problem ? `, ${oneLine(problem.error)}` : ''})`,
			`Check both in the Tesouro credential, and that they belong to its environment: production and sandbox have their own.${supportLine(response)}`,
		);
	}
	if (response.status === 404) {
		throw new RemedyError(
			"There is no Tesouro API at the credential's address (status 404)",
			`Check the environment and the base URL in the Tesouro credential: only the address of the API, without a path.${supportLine(response)}`,
		);
	}
	throw new RemedyError(
		`Tesouro returned no access token (status ${response.status})`,
		`Try again in a few minutes. If this continues, tell Tesouro support the time of the request.${supportLine(response)}`,
		{ temporary: true },
	);
}
