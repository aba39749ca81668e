import { TesouroError } from '../tesouroError';

/** What came of it, or the TesouroError that it ended with, to be looked at. Any other error is thrown on. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | TesouroError> {
	return await work().catch((error: unknown) => {
		if (error instanceof TesouroError) return error;
		throw error;
	});
}
