import type { Finding } from './gates.mts';
import { describePack } from './pack.mts';

/** In bytes. Raise one only in the commit that needs it, and say there what it buys. */
const budget = { tarball: 1_200_000, unpacked: 5_500_000 };

export async function budgets(): Promise<Finding[]> {
	const { size, unpackedSize } = describePack();
	return [check('tarball', size, budget.tarball), check('unpacked', unpackedSize, budget.unpacked)];
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;

const check = (what: string, bytes: number, atMost: number): Finding => ({
	gate: `size, ${what}`,
	figure: `${megabytes(bytes)} of ${megabytes(atMost)}`,
	problems: bytes > atMost ? [`It is larger than its budget (tools/gates/budgets.mts)`] : [],
});
