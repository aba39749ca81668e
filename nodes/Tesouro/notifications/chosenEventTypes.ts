import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

/** Our reading of the form that all documented names have. */
const EVENT_TYPE = /^[A-Z][A-Z0-9_]*$/;

/**
 * The event types that a trigger is to receive: those chosen from the list, and those that the user named, each once.
 * Throws a RemedyError for a name that cannot be one.
 */
export function chosenEventTypes(context: IHookFunctions | IWebhookFunctions): string[] {
	const chosen: unknown = context.getNodeParameter('eventTypes', []);
	const others: unknown = context.getNodeParameter('options.otherEventTypes', '');
	// An expression may give one text instead of a list.
	const names = [...(Array.isArray(chosen) ? chosen : split(chosen)), ...split(others)];
	return [...new Set(names.filter((name) => String(name).trim() !== '').map(checkEventType))];
}

const split = (text: unknown) => String(text ?? '').split(',');

/** The name, trimmed. Throws a RemedyError for what cannot be the name of an event type. */
export function checkEventType(given: unknown): string {
	const name = String(given ?? '').trim();
	if (EVENT_TYPE.test(name)) return name;
	throw new RemedyError(
		`${JSON.stringify(name)} cannot be the name of an event type`,
		'Names of event types have capital letters, digits and underscores, for example LEDGER_TRANSACTION.',
	);
}
