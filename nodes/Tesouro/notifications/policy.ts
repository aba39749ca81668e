import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { apiBaseUrl, hasClient, type TesouroCredential } from '../api/credential';
import { hasCredential, type PolicyProblem } from '../../shared/deliveries/policy';
import { maxAgeMs } from '../deliveries/signatureAge';
import { tesouro } from '../facts';
import { chosenEventTypes } from './chosenEventTypes';
import type { HmacRules } from './hmacProof';
import { readSigningSecrets } from './signingSecrets';

/** How the user chose that notifications are authenticated, and which ones to hear of. */
export interface NotificationsPolicy extends HmacRules {
	event: 'notifications';
	authenticity: 'hmac' | 'none';
	unusableSecrets: readonly string[];
	/** What is wrong with the secrets of the credential. */
	secretProblems: readonly string[];
	/** What the user chose; an error when one of the names cannot be an event type. */
	eventTypes: readonly string[] | RemedyError;
	/** Undefined without a Tesouro credential that can ask the API. */
	baseUrl?: string;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export async function policyOf(context: Context): Promise<NotificationsPolicy> {
	const authenticity = context.getNodeParameter(
		'notificationAuthenticity',
	) as NotificationsPolicy['authenticity'];
	const { signatureAgeSeconds } = tesouro.notifications;
	const age: unknown = context.getNodeParameter('options.signatureAgeSeconds', signatureAgeSeconds);
	const credential = hasCredential(context, 'tesouroApi')
		? await context.getCredentials<TesouroCredential & object>('tesouroApi')
		: undefined;
	const { secrets, unusable, problems } = readSigningSecrets(
		authenticity === 'none' ? {} : (credential ?? {}),
	);
	return {
		event: 'notifications',
		// Only the user's own word counts as none; what is neither is an expression gone wrong.
		authenticity: authenticity === 'none' ? 'none' : 'hmac',
		secrets,
		unusableSecrets: unusable,
		secretProblems: problems,
		acceptsOlderForm: context.getNodeParameter('options.acceptOlderSignature', false) === true,
		eventTypes: readEventTypes(context),
		...(credential && hasClient(credential) && { baseUrl: apiBaseUrl(credential) }),
		maxAgeMs: maxAgeMs(age, signatureAgeSeconds, 1000),
	};
}

/** What keeps the trigger from receiving notifications, or from telling genuine ones from forged ones. */
export function problemOf(policy: NotificationsPolicy): PolicyProblem | undefined {
	const { authenticity, secrets, secretProblems, eventTypes, baseUrl } = policy;
	if (eventTypes instanceof RemedyError) return { message: eventTypes.message, remedy: eventTypes.remedy };
	if (eventTypes.length === 0) {
		return {
			message: 'No event type is chosen',
			remedy: 'Under Event Types, choose what starts the workflow.',
		};
	}
	if (baseUrl === undefined) {
		return {
			message: 'There is no Tesouro credential with a client ID and secret',
			remedy:
				'Choose one, or fill them in. The trigger needs them to subscribe to notifications when you publish, and to unsubscribe when you unpublish.',
		};
	}
	if (authenticity === 'hmac' && secrets.length === 0) {
		return {
			message: 'The trigger cannot tell genuine deliveries from forged ones',
			remedy: [
				'Notifications must be signed, but there is no secret to check the signature with. Ask your implementation team at Tesouro to turn on signing for your subscriptions, and paste the secret they give you into "Signing Secret" in the Tesouro credential.',
				...secretProblems,
			].join(' '),
		};
	}
	return undefined;
}

/** What keeps the trigger from being published. */
export const publicationProblemOf = (policy: NotificationsPolicy): PolicyProblem | undefined =>
	problemOf(policy) ?? secretsProblem(policy);

/**
 * A secret that cannot be used beside one that can: the trigger would go live and, once Tesouro signs with the former,
 * decide nothing.
 */
function secretsProblem({ authenticity, unusableSecrets }: NotificationsPolicy): PolicyProblem | undefined {
	if (authenticity !== 'hmac' || unusableSecrets.length === 0) return undefined;
	return {
		message: 'A signing secret of the Tesouro credential cannot be used',
		remedy: unusableSecrets.join(' '),
	};
}

function readEventTypes(context: Context): string[] | RemedyError {
	try {
		return chosenEventTypes(context);
	} catch (error) {
		if (error instanceof RemedyError) return error;
		return new RemedyError('The event types cannot be read', 'Choose them again in the trigger.');
	}
}
