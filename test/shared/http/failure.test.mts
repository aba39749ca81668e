import { wasNeverSent } from '../../../nodes/shared/http/failure';

describe('a request that failed', () => {
	it.each([
		{ code: 'ECONNREFUSED' },
		{ code: 'ENOTFOUND', syscall: 'getaddrinfo' },
		{ code: 'CERT_HAS_EXPIRED' },
		{ code: 'EHOSTUNREACH', syscall: 'connect' },
		{ code: 'ENETUNREACH', cause: { syscall: 'connect' } },
	])('was never sent without a connection: %j', (error) => expect(wasNeverSent(error)).toBe(true));

	// Linux reports a route that is lost under a standing connection with the same codes.
	it.each([
		{ code: 'EHOSTUNREACH', syscall: 'read' },
		{ code: 'ENETUNREACH', syscall: 'write' },
		{ code: 'EHOSTUNREACH' },
		{ code: 'ECONNRESET' },
		{ code: 'ETIMEDOUT', syscall: 'connect' },
		{},
		undefined,
	])('may have been carried out on a connection: %j', (error) => expect(wasNeverSent(error)).toBe(false));
});
