import { RemedyError } from '../shared/run/remedyError';

/** What went wrong with keys, messages and signatures; neither message nor remedy holds a secret. */
export class OpenPgpError extends RemedyError {}
