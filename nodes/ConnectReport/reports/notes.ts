import type { IExecuteFunctions } from 'n8n-workflow';

/** What the items of a run do not show, for the panel of the node. */
const notes = new WeakMap<IExecuteFunctions, Set<string>>();

export function note(context: IExecuteFunctions, text: string): void {
	const ours = notes.get(context) ?? new Set();
	ours.add(text);
	notes.set(context, ours);
}

export const notesOf = (context: IExecuteFunctions): string[] => [...(notes.get(context) ?? [])];
