const words = new Set(['true', 'false', 'yes', 'no']);
/** t, f, y and n in both cases: texts that begin otherwise need not become strings. */
const firstBytes = new Set(Buffer.from('tfynTFYN'));

/** Whether some bytes are one of the words that stand for yes or no. */
export const isBoolean = (bytes: Buffer, start: number, end: number): boolean =>
	end - start <= 5 &&
	firstBytes.has(bytes[start]!) &&
	words.has(bytes.toString('latin1', start, end).toLowerCase());
