/** Somebody else's text in one line, and not longer than may be read at a glance. */
export function oneLine(text: string, charactersAtMost = 300): string {
	const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
	return line.length > charactersAtMost ? `${line.slice(0, charactersAtMost)}…` : line;
}
