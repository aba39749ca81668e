import { RemedyError } from '../../shared/run/remedyError';

/** ConnectReport has no such thing, or hides it from the user of the key. That is an answer; a missing path is not. */
export class NoSuchThing extends RemedyError {
	constructor(error: RemedyError) {
		super(error.message, error.remedy, error);
	}
}
