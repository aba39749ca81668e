import type { Locator } from 'playwright-core';

/** The words that a person sees: texts, and what is in fields and lists. Signs alone are not words. */
export async function readWords(place: Locator): Promise<string[]> {
	const texts = await place.evaluate(visibleTexts);
	return texts
		.join(' ')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** What is written in red. */
export async function readRed(place: Locator): Promise<string> {
	return (await place.evaluate(redTexts)).join(' ').trim();
}

/** What little of a browser's objects is used here: these files are checked without its types. */
interface Seen {
	nodeType: number;
	nodeValue: string | null;
	value: string;
	type: string;
	tagName: string;
	childNodes: Iterable<Seen>;
	checkVisibility(how: object): boolean;
	querySelectorAll(selector: string): Iterable<Seen>;
}

declare const getComputedStyle: (element: Seen) => { color: string };

/** Runs in the browser, so it may use nothing from here. n8n keeps what shows up on hover in the page, transparent. */
function visibleTexts(root: unknown): string[] {
	const texts: string[] = [];
	const open = [root as Seen];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.nodeType === 3) texts.push(node.nodeValue ?? '');
		if (node.nodeType !== 1) continue;
		if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
		if (['INPUT', 'TEXTAREA'].includes(node.tagName) && node.type !== 'password') texts.push(node.value);
		open.push(...[...node.childNodes].reverse());
	}
	return texts;
}

/** Runs in the browser, too. */
function redTexts(root: unknown): string[] {
	return [...(root as Seen).querySelectorAll('*')]
		.filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
		.filter((element) => {
			const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(
				Number,
			);
			return red > 150 && green < 80 && blue < 100;
		})
		.flatMap(({ childNodes }) => [...childNodes])
		.map(({ nodeType, nodeValue }) => (nodeType === 3 ? (nodeValue ?? '') : ''));
}
