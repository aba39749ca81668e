/** JSON from bytes that have been verified; undefined when they are not JSON, or not UTF-8. */
export function parseJson(
	content: Uint8Array,
	reviverFor?: (json: string) => typeof dropPrototype | undefined,
): { value: unknown } | undefined {
	try {
		const json = new TextDecoder('utf-8', { fatal: true }).decode(content);
		return { value: JSON.parse(json, reviverFor?.(json)) };
	} catch {
		return undefined;
	}
}

/** The same where objects are taken apart and put together again: none gets a prototype of a stranger's choice. */
export const parseJsonSafely = (content: Uint8Array): { value: unknown } | undefined =>
	// Written with an escape, the name does not show.
	parseJson(content, (json) => (/__proto__|\\u005f/i.test(json) ? dropPrototype : undefined));

const dropPrototype = (key: string, value: unknown) => (key === '__proto__' ? undefined : value);
