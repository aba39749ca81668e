/** An archive holds more than its reader allowed. */
export class ZipLimitPassed extends Error {
	constructor(
		readonly limit: 'files' | 'bytes',
		atMost: number,
	) {
		super(`more than ${atMost} ${limit}`);
	}
}
