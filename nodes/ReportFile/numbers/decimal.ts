/** An exact decimal number: `digits` divided by ten to the power of `scale`. */
export interface Decimal {
	digits: bigint;
	scale: number;
}

/** As people and databases write it: `-1234.50`, with all of its decimals. */
export function formatDecimal({ digits, scale }: Decimal): string {
	const sign = digits < 0n ? '-' : '';
	const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
	return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareDecimals(one: Decimal, other: Decimal): number {
	const scale = Math.max(one.scale, other.scale);
	const difference = digitsAt(one, scale) - digitsAt(other, scale);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const digitsAt = ({ digits, scale }: Decimal, wanted: number): bigint =>
	wanted === scale ? digits : digits * 10n ** BigInt(wanted - scale);

/** Divides by a count, rounded half away from zero to this many decimals. */
export function divideDecimal({ digits, scale }: Decimal, count: number, decimals: number): Decimal {
	const by = BigInt(count);
	const shifted = decimals >= scale ? digits * 10n ** BigInt(decimals - scale) : digits;
	const divisor = decimals >= scale ? by : by * 10n ** BigInt(scale - decimals);
	const size = shifted < 0n ? -shifted : shifted;
	const rounded = (size * 2n + divisor) / (divisor * 2n);
	return { digits: shifted < 0n ? -rounded : rounded, scale: decimals };
}

/** Without zeros at the end of its decimals. */
export function trimDecimal({ digits, scale }: Decimal): Decimal {
	let trimmed = { digits, scale };
	while (trimmed.scale > 0 && trimmed.digits % 10n === 0n) {
		trimmed = { digits: trimmed.digits / 10n, scale: trimmed.scale - 1 };
	}
	return trimmed;
}
