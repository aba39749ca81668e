import { join } from 'node:path';

/** Pictures of a run, to be looked at: not part of the repository. */
export const picturesFolder = () => process.env['PICTURES'] ?? join(process.cwd(), 'test-results', 'browser');
