import type { Ask } from '../ask';

/** Something that a check with a partner has shown. */
export interface Finding {
	/** `problem`: it fails on the day. `note`: it works, and is worth knowing. */
	level: 'problem' | 'note';
	/** A sentence. */
	what: string;
	/** When it stops working, in RFC 3339. */
	until?: string;
	ask?: Ask;
}
