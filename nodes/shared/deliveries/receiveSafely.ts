import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { refuseForNow, SecondLook } from './answer';

/**
 * What a trigger's `webhook` does around the way of a delivery. An exception would be answered with 500 and leave a failed
 * execution behind; 503 asks the provider to deliver again.
 */
export async function receiveSafely(
	context: IWebhookFunctions,
	receive: (context: IWebhookFunctions) => Promise<IWebhookResponseData>,
): Promise<IWebhookResponseData> {
	const secondLook = async (error: unknown) => {
		if (error instanceof SecondLook) return await receive(context);
		throw error;
	};
	return await receive(context)
		.catch(secondLook)
		.catch((error: unknown) =>
			refuseForNow(
				context,
				`an unexpected error: ${placeOf(error)}. Please report it to the authors of this node`,
			),
		);
}

/** The name of a file, a line and a column; a longer line has a name that is none of ours. */
const PLACE_LENGTH_AT_MOST = 200;

/** The kind of an error and where in our code it came up. Its text stays out of the log: it may hold a stranger's words. */
export function placeOf(error: unknown): string {
	if (!(error instanceof Error)) return 'unknown';
	// The stack begins with that text, which may have lines like those of a stack.
	const stack = (error.stack ?? '').replace(error.message, '');
	const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
	const own =
		frames.find((line) => /[\\/]nodes[\\/]/.test(line) && !/[\\/]vendor[\\/]/.test(line)) ?? frames[0];
	const place = /([^\\/()\s]+:\d+:\d+)\)?$/.exec((own ?? '').slice(-PLACE_LENGTH_AT_MOST))?.[1];
	return place === undefined ? error.name : `${error.name} at ${place}`;
}
