import type { ILoadOptionsFunctions, INode, INodePropertyOptions, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';

/** How one delivery was answered. */
export interface DeliveryNote {
	status: number;
	/** The sentence of the log, without anything secret. */
	reason: string;
}

interface Entry extends DeliveryNote {
	at: Date;
	trigger: string;
}

const ENTRIES_AT_MOST = 20;
const TRIGGERS_AT_MOST = 200;
const REASON_CHARACTERS_AT_MOST = 300;
const startedAt = new Date();

/** The newest deliveries of this process, by the credentials of their triggers. */
const books = processMemory<string, Entry[]>();

/** Keeps what became of a delivery, for the list in the panel. */
export function noteDelivery(context: IWebhookFunctions, { status, reason }: DeliveryNote): void {
	const node = context.getNode();
	const key = keyOf(node);
	if (key === undefined) return;
	const book = books.get(key) ?? [];
	book.unshift({
		at: new Date(),
		trigger: node.name,
		status,
		reason: reason.slice(0, REASON_CHARACTERS_AT_MOST),
	});
	setNewest(books, key, book.slice(0, ENTRIES_AT_MOST), TRIGGERS_AT_MOST);
}

/**
 * The list of the panel. n8n does not tell a list which node it is for; what it tells, and has checked that the user may
 * use, are the credentials. So a list shows the deliveries of all triggers with these credentials.
 */
export function listRecentDeliveries(context: ILoadOptionsFunctions): INodePropertyOptions[] {
	const key = keyOf(context.getNode());
	if (key === undefined) {
		return [
			{ name: 'Choose a Credential First: The List Shows the Deliveries of Triggers That Use It', value: '' },
		];
	}
	const entries = books.get(key) ?? [];
	const since = `since ${startedAt.toISOString().slice(0, 16)}Z`;
	if (entries.length === 0) return [{ name: `No Deliveries in This Process of N8n, ${since}`, value: '' }];
	// The first is what the field has: n8n marks a value red that is not in its list.
	return [
		{ name: `In This Process of N8n, ${since}, Newest First`, value: '' },
		...entries.map(({ at, trigger, status, reason }, index) => ({
			name: `${at.toISOString().slice(0, 19)}Z, ${status}: ${reason}`,
			value: String(index),
			description: trigger,
		})),
	];
}

/** The lists of every trigger's panel, by the names that its fields have for them. */
export const deliveryLists = {
	async getRecentDeliveries(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return listRecentDeliveries(this);
	},
};

/** The type and its credentials; undefined without one. */
function keyOf({ type, credentials = {} }: INode): string | undefined {
	const ids = Object.values(credentials).map(({ id }) => id ?? '');
	return ids.some((id) => id !== '') ? JSON.stringify([type, ids.sort()]) : undefined;
}
