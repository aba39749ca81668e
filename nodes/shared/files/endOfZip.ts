/** "end of central dir signature", 22 bytes, and a comment of at most 65,535 (APPNOTE.TXT, 4.3.16). */
const SIGNATURE = Buffer.from([0x50, 0x4b, 5, 6]);
const RECORD_BYTES = 22;

/** So many bytes at its end tell whether a ZIP is whole. */
export const ZIP_END_WITHIN_BYTES = RECORD_BYTES + 65_535;

/** What the last record of a ZIP says; undefined when it is not there with all of its comment, and nothing after it. */
export function endOfZip(tail: Buffer): { files: number } | undefined {
	const at = tail.lastIndexOf(SIGNATURE);
	if (at < 0 || at + RECORD_BYTES > tail.length) return undefined;
	if (at + RECORD_BYTES + tail.readUInt16LE(at + 20) !== tail.length) return undefined;
	return { files: tail.readUInt16LE(at + 10) };
}

/** The last bytes of what came so far, with one more chunk. */
export const lastBytes = (tail: Buffer, chunk: Uint8Array, count: number): Buffer =>
	Buffer.concat([tail, chunk.subarray(-count)]).subarray(-count);
