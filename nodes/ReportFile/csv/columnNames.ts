/** Names for columns as the header has them; those that are blank or there twice get one of their own. */
export function uniqueNames(header: string[]): string[] {
	const taken = new Set<string>();
	return header.map((text, index) => {
		const name = text.trim() === '' ? `Column ${index + 1}` : text.trim();
		let unique = name;
		for (let count = 2; taken.has(unique); count++) unique = `${name} ${count}`;
		taken.add(unique);
		return unique;
	});
}
