import { RemedyError } from '../run/remedyError';

/** What came of it, or the RemedyError that it ended with, to be looked at. Any other error is thrown on. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | RemedyError> {
	return await work().catch((error: unknown) => {
		if (error instanceof RemedyError) return error;
		throw error;
	});
}
