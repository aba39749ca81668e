import { createRequire } from 'node:module';

/** n8n-core's own copies of its inner packages: the top-level ones may be other versions. */
const requireFromCore = createRequire(require.resolve('n8n-core'));

/** The dependency container that n8n-core takes its services from. */
export const { Container } = requireFromCore('@n8n/di') as typeof import('@n8n/di');

/** The class under which n8n-core asks the container for its logger. */
export const { Logger: CoreLogger } = requireFromCore(
	'@n8n/backend-common',
) as typeof import('@n8n/backend-common');
