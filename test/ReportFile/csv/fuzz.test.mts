import { tryDialect } from '../../../tools/fuzz/csv/dialects.mts';
import { tryMutation } from '../../../tools/fuzz/csv/mutations.mts';
import { createRandom } from '../../../tools/sandbox/random.mts';

// The long form: npm run fuzz -- --csv
it.each([
	['300 dialects come out as they went in', tryDialect, 300],
	['500 broken files lose no row in silence', tryMutation, 500],
] as const)('%s', async (_, attempt, count) => {
	const findings: string[] = [];
	for (let index = 0; index < count; index++) {
		const { finding } = await attempt(createRandom(77_000 + index));
		if (finding !== undefined) findings.push(finding);
	}
	expect(findings).toEqual([]);
});
