import type { Bytes } from '../../shared/files/streams';
import type { JudgedSignature } from './signatures';

/** The content of a message, as a stream. */
export interface Opened {
	/** Do not trust it before it has ended without an error. */
	plaintext: Bytes;
	/** The file name in the literal data packet; often empty. */
	fileName: string;
	/** The verdict on each signature; call it after the end of `plaintext`. */
	signatures(): Promise<JudgedSignature[]>;
}
