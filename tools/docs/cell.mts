/** A text as it fits into a cell of a Markdown table. */
export const cell = (text: string) =>
	text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ').trim();
