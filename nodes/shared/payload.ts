/** JSON from bytes that have been verified; undefined when they are not JSON, or not UTF-8. */
export function parseJson(content: Uint8Array): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) };
	} catch {
		return undefined;
	}
}
