/**
 * Names for columns as the header has them; those that are blank or there twice get one of their own. In steps that grow
 * with the columns alone: a stranger's header of 100,000 times the same name must not hold n8n up.
 */
export function uniqueNames(header: string[]): string[] {
	const taken = new Set<string>();
	const counts = new Map<string, number>();
	return header.map((text, index) => {
		const name = text.trim() === '' ? `Column ${index + 1}` : text.trim();
		let unique = name;
		let count = counts.get(name) ?? 1;
		while (taken.has(unique)) unique = `${name} ${++count}`;
		counts.set(name, count);
		taken.add(unique);
		return unique;
	});
}
