/** The one door to zod: the build bundles the library into this file, once, for all nodes. */
export { z } from 'zod';
