/**
 * How far the time of a signature may be from ours, in milliseconds; undefined for any distance. Only the number 0 stands
 * for that: what is empty or no number is an expression gone wrong, and no reason to trust more.
 */
export function maxAgeMs(given: unknown, byDefault: number, unitMs: number): number | undefined {
	const isWritten = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '');
	const amount = isWritten ? Number(given) : Number.NaN;
	if (amount === 0) return undefined;
	return (amount > 0 && Number.isFinite(amount) ? amount : byDefault) * unitMs;
}
