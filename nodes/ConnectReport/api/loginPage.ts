import { RemedyError } from '../../shared/run/remedyError';
import type { Answer, OpenAnswer } from '../../shared/http/send';

/** Where a redirect leads is not followed: the key is for this server. */
export function loginRedirect({ status, headers }: Pick<OpenAnswer, 'status' | 'headers'>): RemedyError {
	const to = headers.location ?? '';
	const where = /^https?:\/\//i.test(to) && URL.canParse(to) ? ` to ${new URL(to).host}` : '';
	return new RemedyError(
		`ConnectReport redirects the request${where} instead of answering it (status ${status}), usually to a login page`,
		'Check the server address in the ConnectReport credential, its scheme (https) and port included. A login page in front of the server, such as a proxy or single sign-on has, must let /api/v1 pass: the redirect was not followed.',
		{ status },
	);
}

/** A success whose body is a page for people. */
export const loginPage = ({ status }: Pick<Answer, 'status'>): RemedyError =>
	new RemedyError(
		`A web page came instead of data (status ${status}), usually a login page`,
		'Check the server address in the ConnectReport credential. A login page in front of the server, such as a proxy or single sign-on has, must let /api/v1 pass.',
		{ status },
	);
