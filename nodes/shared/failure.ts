/** A network error by its code, which is for people (ECONNREFUSED, ETIMEDOUT), never by its text, which may hold a link. */
export function describeFailure(error: unknown): string {
	const { code, name } = error as { code?: unknown; name?: unknown };
	if (typeof code === 'string') return code === 'ECONNABORTED' ? 'no answer in time' : code;
	return typeof name === 'string' ? name : 'no answer';
}
