import { decrypt } from '../../nodes/OpenPgp/engine/decrypt';
import { missingForms } from '../../tools/interop/evidence.mts';
import { forms, type Form } from '../../tools/interop/forms.mts';
import { makers, recipes, type Recipe } from '../../tools/interop/recipes.mts';
import { openWorkshop, plaintext, type Workshop } from '../../tools/interop/workshop.mts';

let workshop: Workshop;
beforeAll(async () => (workshop = await openWorkshop()), 120_000);
afterAll(() => workshop.close());

async function* pieces(bytes: Buffer, size: number) {
	for (let start = 0; start < bytes.length; start += size)
		yield Buffer.from(bytes.subarray(start, start + size));
}

async function open(bytes: Buffer, size: number) {
	const decryption = await decrypt(pieces(bytes, size), workshop.ring);
	const parts: Uint8Array[] = [];
	for await (const part of decryption.plaintext) parts.push(part);
	return { content: Buffer.concat(parts), verdict: (await decryption.signature()).verdict };
}

describe.each(makers)('a file made by %s', (maker) => {
	const made = recipes
		.filter((recipe) => recipe.maker === maker)
		.map((recipe): [string, Recipe] => [recipe.file, recipe]);

	it.each(made)('%s', async (_, { make, expected, forms: claimed }) => {
		const bytes = await make(workshop);
		expect(await missingForms(claimed, bytes, workshop)).toEqual([]);
		for (const size of [64 * 1024, 1021]) {
			if (typeof expected === 'object') {
				await expect(open(bytes, size)).rejects.toThrow(expected.error);
			} else {
				const { content, verdict } = await open(bytes, size);
				expect(verdict).toBe(expected);
				expect(content.equals(plaintext) || asText(content).equals(asText(plaintext))).toBe(true);
			}
		}
	});
});

it('every form has a file', () => {
	const shown = new Set(recipes.flatMap((recipe) => recipe.forms));
	expect((Object.keys(forms) as Form[]).filter((form) => !shown.has(form))).toEqual([]);
});

/** Text mode travels with CRLF, whatever the line ends were. */
const asText = (bytes: Buffer) => Buffer.from(bytes.toString('utf8').replace(/\r\n/g, '\n'));
