/**
 * What an answer is about, out of its envelope. For one thing: `{ data: { report: {…} } }`, `{ data: {…} }`,
 * `{ report: {…} }` or bare; for a list the same with `reports: […]`. The vendor's sample reads one thing bare, and a list
 * under its name; the others are our reading.
 */
export const unwrap = (body: unknown, name: string): unknown => takeOut(takeOut(body, 'data'), name);

/** What is under the name, unless the thing itself is there: it has its own ID or state. */
function takeOut(value: unknown, name: string): unknown {
	if (!isObject(value) || ['id', 'jobId', 'status'].some((key) => key in value)) return value;
	const inner = value[name];
	return typeof inner === 'object' && inner !== null ? inner : value;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
