import { RemedyError } from '../shared/run/remedyError';
import type { Ask } from './ask';

/** What went wrong with keys, messages and signatures; neither message nor remedy holds a secret. */
export class OpenPgpError extends RemedyError {
	constructor(
		message: string,
		remedy: string,
		/** What the sender of the file can do about it. */
		readonly ask?: Ask,
	) {
		super(message, remedy);
	}
}
