import type { Bytes } from '../../shared/files/streams';
import type { JudgedSignature } from './signatures';

/** What a message holds, as it streams. */
export interface Opened {
	/** Not to be trusted before it ended without an error. */
	plaintext: Bytes;
	/** The file name in the literal data packet; often empty. */
	fileName: string;
	/** The verdict over each signature; to be asked after the end of `plaintext`. */
	signatures(): Promise<JudgedSignature[]>;
}
