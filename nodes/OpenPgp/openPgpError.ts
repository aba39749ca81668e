import { RemedyError } from '../shared/remedyError';

/** What went wrong with keys, messages and signatures; neither message nor remedy holds a secret. */
export class OpenPgpError extends RemedyError {}
