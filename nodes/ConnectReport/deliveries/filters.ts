import { listOf, type PolicyContext } from '../../shared/deliveries/policy';

/** What the user wants to have. Everything that is empty wants everything. */
export interface Filters {
	events: string[];
	/** A part of the title, whatever its case. */
	title: string;
	templateIds: string[];
	frequencies: string[];
	/** One of them is enough. */
	tags: string[];
}

export function readFilters(context: PolicyContext): Filters {
	const filter = (name: string): unknown => context.getNodeParameter(`filters.${name}`, '') ?? '';
	return {
		events: [context.getNodeParameter('events', [])].flat().map(String),
		title: fold(String(filter('title'))),
		templateIds: listOf(filter('templateIds')).map(fold),
		frequencies: listOf(filter('frequencies')).map(fold),
		tags: listOf(filter('tags')).map(fold),
	};
}

/** Whether one of the tags is among the wanted ones. */
export const hasWantedTag = (tags: readonly string[], { tags: wanted }: Pick<Filters, 'tags'>): boolean =>
	tags.some((tag) => isAmong(tag, wanted));

export const isAmong = (text: string | undefined, wanted: string[]) =>
	wanted.length === 0 || (text !== undefined && wanted.includes(fold(text)));

/** Case, the way an accent is written, and spaces around do not tell two texts apart: people type what they read. */
export const fold = (text: string) => text.normalize('NFC').trim().toLowerCase();
