import { oneLine } from '../../shared/run/oneLine';
import type { Answer } from '../../shared/http/send';
import { z } from '../../shared/vendor/zod';

/** No document shows an error: our reading, as other APIs of this kind have it. */
const Problem = z.object({
	message: z.union([z.string(), z.array(z.string())]).optional(),
	error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
});

/** What ConnectReport says of it, in one line; empty when it says nothing. Somebody else's text: bounded. */
export function messageOf({ body }: Pick<Answer, 'body'>): string {
	if (typeof body === 'string') return isWebPage(body) ? '' : oneLine(body);
	const { data } = Problem.safeParse(body);
	const error = typeof data?.error === 'string' ? data.error : data?.error?.message;
	return oneLine([data?.message ?? error ?? []].flat().join('; '));
}

export const isWebPage = (text: string): boolean => /^\s*<(!doctype\s+html|html|head|body|h1)\b/i.test(text);
