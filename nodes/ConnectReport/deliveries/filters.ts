import type { PolicyContext } from '../../shared/deliveries/proofPolicy';
import type { Callback } from './payload';

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
		templateIds: listOf(filter('templateIds')),
		frequencies: listOf(filter('frequencies')),
		tags: listOf(filter('tags')),
	};
}

/**
 * Whether the user wants a delivery, as far as it tells by itself. What is unrecognised has none of the events to choose
 * from, and what it does not name cannot be asked of it: it is selected, so that nothing genuine is lost.
 */
export function isSelected({ event, task }: Callback, filters: Filters): boolean {
	if (event !== 'unrecognised' && !filters.events.includes(event)) return false;
	const isUnknown = (fact: string | undefined) => event === 'unrecognised' && fact === undefined;
	return (
		(isUnknown(task.title) || fold(task.title ?? '').includes(filters.title)) &&
		(isUnknown(task.templateId) || isAmong(task.templateId, filters.templateIds)) &&
		(isUnknown(task.frequency) || isAmong(task.frequency, filters.frequencies))
	);
}

/** Whether one of the tags is among the wanted ones. */
export const hasWantedTag = (tags: readonly string[], { tags: wanted }: Pick<Filters, 'tags'>): boolean =>
	tags.some((tag) => isAmong(tag, wanted));

const isAmong = (text: string | undefined, wanted: string[]) =>
	wanted.length === 0 || (text !== undefined && wanted.includes(fold(text)));

/** Separated by commas; an expression may give a list. */
const listOf = (value: unknown) =>
	[value]
		.flat()
		.flatMap((text) => String(text).split(','))
		.map(fold)
		.filter((text) => text !== '');

/** Case, the way an accent is written, and spaces around do not tell two texts apart: people type what they read. */
const fold = (text: string) => text.normalize('NFC').trim().toLowerCase();
