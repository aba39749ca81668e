/**
 * Whether the armour that begins in the head follows the standard (RFC 9580, section 6.2), so that the engine can read it:
 * the BEGIN line alone on its line, headers with a colon, and base64 from the start of each line.
 */
export function isPlainArmor(head: Buffer, label: string): boolean {
	const begin = `-----BEGIN PGP ${label}-----`;
	const text = head.toString('latin1');
	const start = text.indexOf(begin);
	if (start < 0 || !/(?:^|\n)(?:\xef\xbb\xbf)?$/.test(text.slice(Math.max(0, start - 4), start)))
		return false;
	const lines = text.slice(start + begin.length).split('\n');
	// The last line may continue after the head.
	if (lines.length > 1) lines.pop();
	if (!/^[ \t]*\r?$/.test(lines.shift() ?? 'x')) return false;
	let line = lines.shift();
	while (line !== undefined && line.trim() !== '' && /^[A-Za-z][A-Za-z0-9-]*:/.test(line))
		line = lines.shift();
	if (line?.trim() === '') line = lines.shift();
	if (line === undefined) return true;
	let isPadded = false;
	for (; line !== undefined && !line.startsWith('-----END'); line = lines.shift()) {
		const data = /^([A-Za-z0-9+/]{0,80})(={0,2})[ \t]*\r?$/.exec(line);
		if (data === null) {
			// The checksum; only the footer follows it.
			return /^=[A-Za-z0-9+/]{4}[ \t]*\r?$/.test(line);
		}
		// The padding is the end of the data. Elsewhere it is a soft line break of quoted-printable.
		if (isPadded && data[1] !== '') return false;
		isPadded ||= data[2] !== '';
	}
	return true;
}
